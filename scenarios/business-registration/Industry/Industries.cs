using System.Text.RegularExpressions;
using Zhuangjin.Scenarios.BusinessRegistration.PackTables;

namespace Zhuangjin.Scenarios.BusinessRegistration.Industry;

/// <summary>A division (大类) of GB/T 4754—2017, with the words by which names tell it.</summary>
internal sealed record IndustryClass(string Code, string Title, string[] Words);

/// <summary>Industry wording of names against GB/T 4754—2017 国民经济行业分类, at the level of divisions: tables/industries.csv.</summary>
internal static partial class Industries
{
    private const string File = "industries.csv";
    private static readonly string[] Headings = ["代码", "类别名称", "名称中的表述"];
    private static readonly Lazy<IReadOnlyList<IndustryClass>> Table = new(() => Of(PackTable.Read(File, Headings)));

    /// <summary>Words with their class, the longest first.</summary>
    private static readonly Lazy<(string Word, int Class)[]> Longest = new(() => [.. Wordings.OrderByDescending(w => w.Word.Length)]);

    private static readonly Lazy<IReadOnlyList<(string Word, int Class)>> InOrder = new(() => [.. All.SelectMany((c, i) => c.Words.Select(w => (w, i)))]);

    public static IReadOnlyList<IndustryClass> All => Table.Value;

    /// <summary>All wordings, in the table's order.</summary>
    public static IReadOnlyList<(string Word, int Class)> Wordings => InOrder.Value;

    /// <summary>The longest wording that ends a text; null when it ends with none.</summary>
    public static (string Word, int Class)? Ending(string text) => Array.Find(Longest.Value, w => text.EndsWith(w.Word, StringComparison.Ordinal)) is { Word: not null } found ? found : null;

    /// <exception cref="PackTableException">A line is not as it must be.</exception>
    internal static IReadOnlyList<IndustryClass> Parse(string text) => Of(PackTable.Parse(File, text, Headings));

    private static List<IndustryClass> Of(IReadOnlyList<PackLine> lines)
    {
        var all = new List<IndustryClass>(lines.Count);
        var lineOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (!Code().IsMatch(line.Cells[0]))
            {
                throw line.Wrong($"“{line.Cells[0]}” is no code of a division of GB/T 4754", "write the letter and two digits, as F51");
            }
            foreach (var word in line.Words(2).Append(line.Cells[0]))
            {
                if (!lineOf.TryAdd(word, line.Number))
                {
                    throw line.Wrong($"“{word}” stands in line {lineOf[word]} already", "leave it in the one line where it belongs");
                }
            }
            all.Add(new(line.Cells[0], line.Cells[1], line.Words(2)));
        }
        return all;
    }

    [GeneratedRegex("^[A-T][0-9]{2}$")]
    private static partial Regex Code();
}
