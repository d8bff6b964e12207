using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Pages.Wording;

/// <summary>Questions that pages ask of a definition.</summary>
internal static class MatterReading
{
    /// <summary>The limit that a citizen counts on: the promise, else the law's.</summary>
    public static ClockRule? PromisedClock(this Matter matter) =>
        matter.Clocks.FirstOrDefault(c => c.Kind == ClockKind.Promised) ?? matter.Clocks.FirstOrDefault(c => c.Kind == ClockKind.Statutory);

    /// <summary>Limits that bind the administration towards the applicant, law first.</summary>
    public static IEnumerable<ClockRule> PublicClocks(this Matter matter) =>
        matter.Clocks.Where(c => c.Kind is ClockKind.Statutory or ClockKind.Promised or ClockKind.Notice).OrderBy(c => c.Kind);

    /// <summary>Fields under their headings, in the order of the definition.</summary>
    public static IEnumerable<(Kernel.Text.LocalText? Title, IReadOnlyList<Field> Fields)> Groups(this IEnumerable<Field> fields) =>
        fields.GroupBy(f => f.Group).Select(g => (g.Key, (IReadOnlyList<Field>)[.. g]));

    public static bool IsTyped(this Field field) => field.Compute is null && field.By is null && !field.Locked;
}
