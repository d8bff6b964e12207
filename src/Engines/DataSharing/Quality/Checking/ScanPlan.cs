using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>What one scan reads: each need of the rules once, each condition once as a truth value, and the item that names failed rows.</summary>
internal sealed class ScanPlan
{
    private readonly List<Need> _needs;
    private readonly List<Condition> _conditions;
    private readonly int?[] _conditionOfRule;
    private readonly string _columns;

    public ScanPlan(RuleSet set, CheckedRows rows, DateOnly today, string? exampleItem)
    {
        _needs = [.. set.Rules.SelectMany(r => r.Check.Needs).Distinct()];
        if (exampleItem is not null && !_needs.Contains(new(exampleItem, Form.Text)))
        {
            _needs.Add(new(exampleItem, Form.Text));
        }
        _needs.AddRange(set.Rules.Select(r => r.When).OfType<Condition.IsWellFormedId>().Select(c => new Need(c.Item, Form.Text)).Distinct().Except(_needs));
        Example = exampleItem is null ? null : _needs.IndexOf(new(exampleItem, Form.Text));
        _conditions = [.. set.Rules.Select(r => r.When).OfType<Condition>().Distinct(ConditionComparer.Instance)];
        _conditionOfRule = [.. set.Rules.Select(r => r.When is null ? (int?)null : _conditions.FindIndex(c => ConditionComparer.Instance.Equals(c, r.When)))];
        var sql = new SqlCheck(SqlWords.DuckDb, rows.Columns, new Dictionary<Contracts.ItemPath, (string, string)>(), today);
        _columns = string.Join(", ", _needs.Select(n => Read(n, rows.Columns[n.Item])).Concat(_conditions.Where(c => c is not Condition.IsWellFormedId).Select(sql.Holds)));
    }

    /// <summary>Column that names failed rows.</summary>
    public int? Example { get; }

    public int Conditions => _conditions.Count;

    public string Question(string part) => $"SELECT {_columns} FROM {part}";

    public int ColumnOf(Need need) => _needs.IndexOf(need);

    /// <summary>Column of the condition's truth value.</summary>
    public int ColumnOfCondition(int condition) => _needs.Count + _conditions.Take(condition).Count(c => c is not Condition.IsWellFormedId);

    /// <summary>Column of the identity numbers of a condition that is judged here and not by DuckDB, to which its date of birth would cost more than all kernels together; null for another condition.</summary>
    public int? IdsOfCondition(int condition) => _conditions[condition] is Condition.IsWellFormedId c ? ColumnOf(new(c.Item, Form.Text)) : null;

    /// <summary>Number of the condition of a rule; null when it has none.</summary>
    public int? ConditionOf(int rule) => _conditionOfRule[rule];

    private static string Read(Need need, Stored stored) => need.Form switch
    {
        Form.Text => SqlWords.Text(Sql.Name(need.Item), stored),
        Form.Number => SqlWords.DuckDb.Double(Sql.Name(need.Item), stored),
        _ => SqlWords.DuckDb.Day(Sql.Name(need.Item), stored),
    };

    private sealed class ConditionComparer : IEqualityComparer<Condition>
    {
        public static readonly ConditionComparer Instance = new();

        public bool Equals(Condition? x, Condition? y) => (x, y) switch
        {
            (Condition.Is a, Condition.Is b) => a.Item == b.Item && a.Values.SequenceEqual(b.Values),
            _ => Equals((object?)x, y),
        };

        public int GetHashCode(Condition condition) => condition.Item.GetHashCode(StringComparison.Ordinal);
    }
}
