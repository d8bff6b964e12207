using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Drafts;

/// <summary>What people type, in the canonical form of the field's type. What cannot be read stays as it was typed, for the check to name.</summary>
internal static class TypedValue
{
    public static string Of(Field field, string typed) => field.Type switch
    {
        FieldType.Text => typed.Trim(),
        FieldType.LongText => typed.ReplaceLineEndings("\n").Trim(),
        FieldType.Integer or FieldType.Decimal => Plain(typed).Replace(",", "", StringComparison.Ordinal),
        FieldType.Flag => typed.Trim() is "on" ? "true" : typed.Trim(),
        FieldType.Uscc or FieldType.CitizenId => Plain(typed).ToUpperInvariant(),
        FieldType.Phone => Plain(typed),
        _ => typed.Trim(),
    };

    /// <summary>Without spaces, and with full-width letters and digits (as Chinese input methods write them) made narrow.</summary>
    private static string Plain(string typed) => string.Concat(typed.Select(Narrow).Where(c => !char.IsWhiteSpace(c)));

    private static char Narrow(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
}
