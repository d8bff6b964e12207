using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Expressions;

namespace Zhuangjin.Cases.Decisions;

/// <summary>Lays a CSV text under the declaration of a table: which column is which field, and the rows with their lines.</summary>
internal static class TableReader
{
    private static readonly string[] NoteNames = [DecisionTable.Note, "备注", "说明", "依据"];

    public static DecisionTable Read(DecisionTable declared, string text, IReadOnlyCollection<Field> form, List<TableFault> faults)
    {
        var records = CsvText.Read(text);
        if (records.Count < 2)
        {
            faults.Add(TableFault.NoRows());
            return declared with { Columns = [], Rows = [] };
        }
        var results = declared.Gives.Select(g => g.Field).ToList();
        var columns = ImmutableArray.CreateBuilder<string>();
        foreach (var (index, cell) in records[0].Cells.Index())
        {
            var key = Find(results, cell.Text) ?? Find(form, cell.Text) ?? (NoteNames.Contains(cell.Text) ? DecisionTable.Note : null);
            if (key is null)
            {
                var known = results.Concat(form).Select(f => f.Key).Append(DecisionTable.Note).ToList();
                faults.Add(TableFault.Heading(index, cell.Text, known, Nearest.Of(cell.Text, known)));
            }
            else if (columns.Contains(key))
            {
                faults.Add(TableFault.Twice(index, cell.Text));
            }
            columns.Add(key ?? DecisionTable.Note);
        }
        faults.AddRange(results.Where(r => !columns.Contains(r.Key)).Select(r => TableFault.Missing(r.Key)));
        return declared with
        {
            Columns = columns.ToImmutable(),
            Rows = [.. records.Skip(1).Select(r => new DecisionRow(r.Line, Cells(r, columns.Count)))],
        };
    }

    /// <summary>The table as CSV, headed by the labels that clerks know.</summary>
    public static IEnumerable<IEnumerable<string>> Grid(DecisionTable table, IReadOnlyCollection<Field> form) =>
        table.Rows.Select(r => r.Cells.AsEnumerable()).Prepend(table.Columns.Select(c => Heading(table, form, c)));

    public static string Heading(DecisionTable table, IReadOnlyCollection<Field> form, string column) =>
        column == DecisionTable.Note ? "备注" : (table.Gives.FirstOrDefault(g => g.Field.Key == column)?.Field ?? form.First(f => f.Key == column)).Label.ToString();

    private static string? Find(IEnumerable<Field> fields, string heading) =>
        fields.FirstOrDefault(f => f.Key == heading || f.Label.Values.Any(l => l.Value == heading))?.Key;

    /// <summary>Spreadsheets leave out, or add, empty cells at the end of a row; that changes nothing.</summary>
    private static ImmutableArray<string> Cells(CsvRecord record, int wanted)
    {
        var cells = record.Cells.Select(c => c.Text).ToList();
        while (cells.Count > wanted && cells[^1].Length == 0)
        {
            cells.RemoveAt(cells.Count - 1);
        }
        while (cells.Count < wanted)
        {
            cells.Add("");
        }
        return [.. cells];
    }
}
