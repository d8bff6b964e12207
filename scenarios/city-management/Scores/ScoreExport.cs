using System.Globalization;
using System.Text;
using MiniExcelLibs;

namespace Zhuangjin.Scenarios.CityManagement.Scores;

/// <summary>The scores of a month as a file, with the same numbers as the page.</summary>
internal static class ScoreExport
{
    /// <summary>What spreadsheet programs take for a formula.</summary>
    private const string Formula = "=+-@\t\r";

    public static byte[] Csv(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var text = new StringBuilder().AppendJoin(',', heads.Select(Cell)).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(v => v is string s ? Cell(s) : Convert.ToString(v, CultureInfo.InvariantCulture))).Append("\r\n");
        }
        // With a byte order mark, so that spreadsheet programs see what it is.
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    public static byte[] Excel(string sheet, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var file = new MemoryStream();
        file.SaveAs(rows.Select(row => heads.Select((h, i) => KeyValuePair.Create(h, row[i])).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal)), sheetName: sheet);
        return file.ToArray();
    }

    private static string Cell(string value)
    {
        if (value.Length > 0 && Formula.Contains(value[0], StringComparison.Ordinal))
        {
            value = "'" + value;
        }
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
