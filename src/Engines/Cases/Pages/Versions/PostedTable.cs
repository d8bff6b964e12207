using System.Globalization;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;

namespace Zhuangjin.Cases.Pages.Versions;

/// <summary>A table as it comes from its page: the cells of the grid, an uploaded file, or the text that the preview carried on.</summary>
internal static class PostedTable
{
    private const int LargestFile = 1_000_000;
    private const int MostRows = 2_000;

    /// <summary>CSV with one line for each row, so that a fault's line is the row that the grid shows.</summary>
    public static async Task<string> ReadAsync(DecisionTable table, IReadOnlyCollection<Field> form, IFormCollection posted, CancellationToken cancel)
    {
        if (posted.Files["file"] is { Length: > 0 and <= LargestFile } file)
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, cancel);
            return Lines(CsvText.Read(CsvText.Decode(bytes.ToArray())).Select(r => r.Cells.Select(c => c.Text)));
        }
        if (posted["csv"].ToString() is { Length: > 0 and <= LargestFile } csv)
        {
            return csv.ReplaceLineEndings("\n");
        }
        var rows = new List<(decimal Order, string[] Cells)>();
        for (var row = 0; row < MostRows && posted.ContainsKey(Name(row, 0)); row++)
        {
            var cells = Enumerable.Range(0, table.Columns.Length).Select(c => posted[Name(row, c)].ToString().Trim()).ToArray();
            if (cells.Any(c => c.Length > 0))
            {
                rows.Add((decimal.TryParse(posted[OrderName(row)].ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var order) ? order : (row + 1) * 10, cells));
            }
        }
        return Lines(rows.OrderBy(r => r.Order).Select(r => r.Cells.AsEnumerable()).Prepend(table.Columns.Select(c => TableReader.Heading(table, form, c))));
    }

    public static string Name(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"cell-{row}-{column}");

    public static string OrderName(int row) => string.Create(CultureInfo.InvariantCulture, $"order-{row}");

    private static string Lines(IEnumerable<IEnumerable<string>> rows) =>
        CsvText.Join(rows.Select(r => r.Select(c => c.ReplaceLineEndings(" "))), "\n");
}
