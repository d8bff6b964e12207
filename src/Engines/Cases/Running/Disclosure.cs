using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Running;

/// <summary>Which private fields of a case's proof are opened to a reader. The same for the page and the API.</summary>
internal static class Disclosure
{
    /// <summary>The applicant may open all of his own case; officials see codes and telephone numbers masked on the page, and so not at all in the file.</summary>
    public static Func<string, string, bool> To(CaseView view)
    {
        var codes = view.Matter.Form.Where(f => f.Type is FieldType.CitizenId or FieldType.Uscc or FieldType.Phone).Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        return (_, field) => view.AsApplicant || !codes.Contains(field.Split('.')[^1]);
    }
}
