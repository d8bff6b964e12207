using System.Text;

namespace Zhuangjin.Scenarios.BusinessRegistration.PackTables;

/// <summary>A line of a table of the pack.</summary>
/// <param name="Number">Line in the file, the heading being 1.</param>
internal sealed record PackLine(string File, int Number, IReadOnlyList<string> Cells)
{
    /// <summary>Words of a cell, which stand with a space between them.</summary>
    /// <exception cref="PackTableException">There is none.</exception>
    public string[] Words(int column) => Cells[column].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words
        ? words
        : throw Wrong("has no words", "write at least one, with spaces between them");

    public PackTableException Wrong(string what, string remedy) => new(File, Number, what, remedy);
}

/// <summary>A table of the pack cannot be read: says where, what, and how to mend it.</summary>
internal sealed class PackTableException(string file, int line, string what, string remedy)
    : Exception($"scenarios/{PackTable.Root}{file}, line {line}: {what}; {remedy}.");

/// <summary>Tables of this pack in CSV (UTF-8, first line the headings): what staff of the office keep, and no programmer. Lines that begin with # are notes.</summary>
internal static class PackTable
{
    internal const string Root = "business-registration/tables/";

    /// <exception cref="PackTableException">Headings or a line are not as they must be.</exception>
    public static IReadOnlyList<PackLine> Read(string file, params string[] headings)
    {
        using var stream = typeof(PackTable).Assembly.GetManifestResourceStream(Root + file) ?? throw new PackTableException(file, 1, "the file is missing", "put it back into the pack");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(file, reader.ReadToEnd(), headings);
    }

    /// <exception cref="PackTableException">Headings or a line are not as they must be.</exception>
    public static IReadOnlyList<PackLine> Parse(string file, string text, params string[] headings)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n');
        var found = new List<PackLine>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (i == 0)
            {
                if (line.Contains('\uFFFD', StringComparison.Ordinal) || !Cells(file, 1, line).SequenceEqual(headings))
                {
                    throw new PackTableException(file, 1, "the headings are not as expected", $"the first line is {string.Join(',', headings)}, saved as UTF-8");
                }
                continue;
            }
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            var cells = Cells(file, i + 1, line);
            if (cells.Count != headings.Length)
            {
                throw new PackTableException(file, i + 1, $"has {cells.Count} cells instead of {headings.Length}", $"fill {string.Join(',', headings)}; a cell with a comma stands in quotation marks");
            }
            if (!seen.TryAdd(line, i + 1))
            {
                throw new PackTableException(file, i + 1, $"is the same as line {seen[line]}", "take one of them out");
            }
            found.Add(new(file, i + 1, cells));
        }
        return found.Count > 0 ? found : throw new PackTableException(file, 1, "has no lines", "write one line at least below the headings");
    }

    private static List<string> Cells(string file, int number, string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append(line[++i]);
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }
        cells.Add(cell.ToString().Trim());
        return quoted ? throw new PackTableException(file, number, "a quotation mark is not closed", "close it at the end of the cell") : cells;
    }
}
