using System.Globalization;

namespace Zhuangjin.Kernel.Codes;

/// <summary>Small questions about codes made of digits.</summary>
internal static class Digits
{
    /// <summary>Index of the first character that is no decimal digit, or null.</summary>
    public static int? FirstOther(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is var at and >= 0 ? at : null;

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
