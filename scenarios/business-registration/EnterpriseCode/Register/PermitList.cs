using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;

/// <summary>The permits that may stand under a code: the lines of the matter's decision table, which heads of offices keep.</summary>
internal sealed class PermitList(IMatters matters)
{
    /// <summary>Key of the matter by which each of them is applied for.</summary>
    public const string Matter = "operating-permit";

    private const string Table = "permit";

    public IReadOnlyList<PermitItem> All => matters.Current(Matter) is { } matter ? Read(matter) : [];

    public PermitItem? Find(string key) => All.FirstOrDefault(p => p.Key == key);

    private static List<PermitItem> Read(Matter matter)
    {
        var table = matter.Decisions.First(d => d.Key == Table);
        var (permit, department, way, years, note) = (table.Columns.IndexOf("permit"), table.Columns.IndexOf("department"), table.Columns.IndexOf("way"), table.Columns.IndexOf("years"), table.Columns.IndexOf(DecisionTable.Note));
        var permits = matter.Form.First(f => f.Key == "permit").Choices;
        var departments = table.Gives.First(g => g.Field.Key == "department").Field.Choices;
        var ways = table.Gives.First(g => g.Field.Key == "way").Field.Choices;
        var all = new List<PermitItem>(table.Rows.Length);
        foreach (var row in table.Rows)
        {
            var office = Of(departments, row.Cells[department]);
            var item = Of(permits, row.Cells[permit]);
            all.Add(new(
                item.Key,
                item.Label,
                office.Key,
                office.Label,
                Of(ways, row.Cells[way]).Key == "series",
                int.Parse(row.Cells[years], CultureInfo.InvariantCulture),
                note < 0 ? "" : row.Cells[note]));
        }
        return all;
    }

    private static Choice Of(IEnumerable<Choice> choices, string cell) => choices.First(c => c.Key == cell || c.Label.Values.Any(l => l.Value == cell));
}

/// <param name="Department">Function of the office that decides.</param>
/// <param name="InSeries">True when it can be applied for only with the licence in hand (串联); false when both are dealt with side by side (并联).</param>
/// <param name="Years">Years of validity; 0 for no end.</param>
/// <param name="Condition">What must be met, in the words of the table.</param>
public sealed record PermitItem(string Key, LocalText Title, string Department, LocalText DepartmentTitle, bool InSeries, int Years, string Condition);
