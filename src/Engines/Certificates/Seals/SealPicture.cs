using System.Globalization;
using System.Security;
using System.Text;

namespace Zhuangjin.Certificates.Seals;

/// <summary>The picture of a seal as SVG: what the seal's record carries and pages show. The PDF draws the same with its own fonts.</summary>
internal static class SealPicture
{
    private const double Centre = 60;
    private const double Radius = 54;

    /// <param name="name">Around the upper arc.</param>
    /// <param name="words">Straight across below the middle.</param>
    /// <param name="mark">A remark under it ("示例"); null for none.</param>
    public static string Svg(string name, string words, string? mark)
    {
        var text = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 120\" role=\"img\" fill=\"#c41e2a\" text-anchor=\"middle\" font-family=\"KaiTi, STKaiti, serif\">");
        text.Append(CultureInfo.InvariantCulture, $"<title>{SecurityElement.Escape(name)}</title><circle cx=\"60\" cy=\"60\" r=\"{Radius}\" fill=\"none\" stroke=\"#c41e2a\" stroke-width=\"2.4\"/><circle cx=\"60\" cy=\"60\" r=\"50\" fill=\"none\" stroke=\"#c41e2a\" stroke-width=\".5\"/>");
        var letters = name.EnumerateRunes().Select(r => r.ToString()).ToList();
        var size = Math.Clamp(15.5 - (letters.Count * 0.35), 7, 12);
        var radius = Radius - 7 - (size / 2);
        var span = Math.Min(264, 20.0 * letters.Count);
        for (var i = 0; i < letters.Count; i++)
        {
            var turn = letters.Count == 1 ? 0 : (span * i / (letters.Count - 1)) - (span / 2);
            text.Append(CultureInfo.InvariantCulture, $"<text font-size=\"{size:0.#}\" transform=\"rotate({turn:0.#} 60 60) translate(60 {Centre - radius + (size * 0.36):0.#})\">{SecurityElement.Escape(letters[i])}</text>");
        }
        text.Append("<path d=\"M60 42l13 13-13 13-13-13z\"/><path fill=\"#fff\" d=\"M60 45.5l9.5 9.5-9.5 9.5-9.5-9.5z\"/><path d=\"M60 49l6 6-6 6-6-6z\"/>");
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"60\" y=\"85\" font-size=\"8.6\">{SecurityElement.Escape(words)}</text>");
        if (mark is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"60\" y=\"98\" font-size=\"8.6\">{SecurityElement.Escape(mark)}</text>");
        }
        return text.Append("</svg>").ToString();
    }
}
