namespace Zhuangjin.Security.Profile;

/// <summary>Shows identity numbers and credit codes so that the holder knows which one is meant and nobody else learns it.</summary>
internal static class CodeMask
{
    /// <summary>Keeps the first four and last two characters of a code; a shorter one is hidden whole.</summary>
    public static string Of(string code) => code.Length < 10 ? new string('*', code.Length) : string.Concat(code.AsSpan(0, 4), new string('*', code.Length - 6), code.AsSpan(code.Length - 2));
}
