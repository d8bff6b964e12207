namespace Zhuangjin.Cases.Pages.Flow;

/// <summary>Breaks texts for a drawing by an estimate of their width: a Chinese character is as wide as high, a Latin one about half.</summary>
internal static class FlowText
{
    public static double Width(string text, double size) => text.Sum(c => One(c, size));

    /// <summary>At most two lines; what does not fit ends in "…".</summary>
    public static IReadOnlyList<string> Lines(string text, double width, double size)
    {
        if (Width(text, size) <= width)
        {
            return [text];
        }
        var end = Fitting(text, width, size);
        var space = text.LastIndexOf(' ', Math.Min(end, text.Length - 1));
        var at = space > end / 2 ? space : end;
        return [text[..at].TrimEnd(), Cut(text[at..].TrimStart(), width, size)];
    }

    public static string Cut(string text, double width, double size) =>
        Width(text, size) <= width ? text : text[..Fitting(text, width - size, size)].TrimEnd() + "…";

    private static int Fitting(string text, double width, double size)
    {
        var used = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            used += One(text[i], size);
            if (used > width)
            {
                return Math.Max(1, i);
            }
        }
        return text.Length;
    }

    private static double One(char c, double size) => c switch
    {
        >= '⺀' => size,
        ' ' or 'i' or 'l' or 'j' or 't' or 'f' or 'r' or '.' or ',' or '\'' => size * 0.34,
        >= 'A' and <= 'Z' or 'm' or 'w' => size * 0.74,
        _ => size * 0.56,
    };
}
