using Zhuangjin.Scenarios.BusinessRegistration.PackTables;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Words that names must not have (企业名称登记管理规定 第十一条), and such as need a permission or proof (第十二条 and sector law): tables/barred-words.csv.</summary>
internal static class BarredWords
{
    private const string File = "barred-words.csv";
    private static readonly string[] Headings = ["类别", "词语", "理由"];
    private static readonly Lazy<IReadOnlyList<Line>> Table = new(() => Of(PackTable.Read(File, Headings)));

    /// <returns>What stands against the name, a sentence each; empty when nothing does.</returns>
    public static IReadOnlyList<string> Find(string name) =>
        [.. Table.Value.SelectMany(t => t.Words.Where(w => name.Contains(w, StringComparison.Ordinal)).Select(w => $"“{w}”属于{t.Kind}词：{t.Because}"))];

    /// <exception cref="PackTableException">A line is not as it must be.</exception>
    internal static IReadOnlyList<Line> Parse(string text) => Of(PackTable.Parse(File, text, Headings));

    /// <summary>Reads the table, so that a mistake in it is told at the start.</summary>
    internal static void Load() => _ = Table.Value;

    /// <summary>The forbidden come first, as they cannot be helped by a paper.</summary>
    private static IReadOnlyList<Line> Of(IReadOnlyList<PackLine> lines) => [.. lines.Select(Read).OrderBy(l => l.Kind == "禁用" ? 0 : 1)];

    private static Line Read(PackLine line) => line.Cells[0] is not ("禁用" or "限用") ? throw line.Wrong($"“{line.Cells[0]}” is no kind", "write 禁用 or 限用 in the first cell")
        : line.Cells[2].Length == 0 ? throw line.Wrong("has no reason", "write in the third cell why; the applicant reads it")
        : new(line.Cells[0], line.Words(1), line.Cells[2]);

    internal sealed record Line(string Kind, string[] Words, string Because);
}
