using System.Collections.Frozen;
using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Expressions;

namespace Zhuangjin.Cases.Decisions;

/// <summary>One row ready to be asked: the conditions of the inputs in their order, and the results by key.</summary>
internal sealed record CompiledRow(int Line, Condition[] Conditions, FrozenDictionary<string, Func<Facts, object?>> Results)
{
    public bool Holds(object?[] values)
    {
        for (var i = 0; i < Conditions.Length; i++)
        {
            if (!Conditions[i].Holds(values[i]))
            {
                return false;
            }
        }
        return true;
    }
}

/// <summary>A decision table compiled to closures. Pure and total: it gives a value or null ("not known"), and never throws.</summary>
internal sealed class CompiledTable
{
    private readonly (string Key, Kind Kind)[] _inputs;
    private readonly CompiledRow[] _rows;

    private CompiledTable(DecisionTable table, ImmutableArray<Field> inputs, CompiledRow[] rows)
    {
        Table = table;
        Inputs = inputs;
        _rows = rows;
        _inputs = [.. inputs.Select(f => (f.Key, Scope.KindOf(f.Type)))];
    }

    public DecisionTable Table { get; }

    /// <summary>The form's fields that the table looks at, in the order of its columns.</summary>
    public ImmutableArray<Field> Inputs { get; }

    public IReadOnlyList<CompiledRow> Rows => _rows;

    /// <summary>The table, or null with faults added; lines are those of its file.</summary>
    public static CompiledTable? Compile(DecisionTable table, IEnumerable<Field> form, List<TableFault> faults)
    {
        var before = faults.Count;
        var fields = form.GroupBy(f => f.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var scope = Scope.OfForm(fields.Values);
        var inputs = table.Inputs.Where(fields.ContainsKey).Select(k => fields[k]).ToImmutableArray();
        var places = inputs.Select(i => table.Columns.IndexOf(i.Key)).ToArray();
        var results = table.Gives.Select(g => (g.Field, At: table.Columns.IndexOf(g.Field.Key))).Where(g => g.At >= 0).ToList();
        var rows = new List<CompiledRow>();
        foreach (var row in table.Rows)
        {
            if (row.Cells.Length != table.Columns.Length)
            {
                faults.Add(TableFault.Cells(row.Line, row.Cells.Length, table.Columns.Length));
                continue;
            }
            var conditions = new Condition[inputs.Length];
            for (var i = 0; i < inputs.Length; i++)
            {
                conditions[i] = ConditionReader.Read(inputs[i], row.Cells[places[i]], out var fault) ?? Condition.Any;
                if (fault.Code is not null)
                {
                    faults.Add(TableFault.Cell(row.Line, places[i], inputs[i], fault.Code, fault.Args));
                }
            }
            rows.Add(new(row.Line, conditions, results.ToFrozenDictionary(r => r.Field.Key, r => Result(r.Field, row, r.At, scope, faults))));
        }
        return faults.Count == before ? new(table, inputs, [.. rows]) : null;
    }

    /// <summary>The rows that decide for such a form: none or one, for <see cref="HitPolicy.Collect"/> any number.</summary>
    public IEnumerable<CompiledRow> Hits(IReadOnlyDictionary<string, string> form)
    {
        var values = Values(form);
        foreach (var row in _rows)
        {
            if (row.Holds(values))
            {
                yield return row;
                if (Table.Hit != HitPolicy.Collect)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>How to read a result in an expression; null when the table has none of that name.</summary>
    public (Field Field, Func<Facts, object?> Read)? Result(string key)
    {
        if (Table.Gives.FirstOrDefault(g => g.Field.Key == key) is not { } result)
        {
            return null;
        }
        return (result.Field, Table.Hit == HitPolicy.Collect ? facts => Gather(facts, result) : facts => Single(facts, key));
    }

    private object? Single(Facts facts, string key)
    {
        var values = Values(facts.Form);
        foreach (var row in _rows)
        {
            if (row.Holds(values))
            {
                return row.Results[key](facts);
            }
        }
        return null;
    }

    private object? Gather(Facts facts, DecisionResult result)
    {
        var hits = Hits(facts.Form).Select(r => r.Results[result.Field.Key](facts)).ToList();
        if (result.Collect == Collect.Count)
        {
            return (decimal)hits.Count;
        }
        var known = hits.OfType<object>().ToList();
        if (known.Count < hits.Count)
        {
            // One row's result is not known, so neither is what they come to together.
            return null;
        }
        return result.Collect switch
        {
            Collect.Sum => Sum(known),
            Collect.Least => known.Count == 0 ? null : known.Min(),
            Collect.Most => known.Count == 0 ? null : known.Max(),
            Collect.Any => known.Any(k => k is true),
            _ => known.Count == 0 ? null : string.Join('；', known.Select(Names.Write).Distinct(StringComparer.Ordinal)),
        };
    }

    private static object? Sum(List<object> numbers)
    {
        try
        {
            return numbers.Cast<decimal>().Sum();
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private object?[] Values(IReadOnlyDictionary<string, string> form)
    {
        var values = new object?[_inputs.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = form.TryGetValue(_inputs[i].Key, out var text) ? Names.Read(_inputs[i].Kind, text) : null;
        }
        return values;
    }

    private static Func<Facts, object?> Result(Field field, DecisionRow row, int at, Scope scope, List<TableFault> faults)
    {
        var cell = row.Cells[at];
        var kind = Scope.KindOf(field.Type);
        if (cell is "" or "-")
        {
            return static _ => null;
        }
        if (kind is Kind.Text or Kind.Flag)
        {
            if (ConditionReader.ReadValue(field, cell) is not { } value)
            {
                faults.Add(TableFault.Cell(row.Line, at, field, field.Type == FieldType.Flag ? "flag" : "choice", cell, string.Join('、', field.Choices.Select(c => c.Label.ToString()))));
                return static _ => null;
            }
            var known = Names.Read(kind, value);
            return _ => known;
        }
        var wrong = new List<ExpressionFault>();
        if (Parser.Compile(cell, scope, kind, wrong) is not { } expression)
        {
            faults.Add(TableFault.Cell(row.Line, at, field, "formula", cell, $"{wrong[0].Message} {wrong[0].Remedy}"));
            return static _ => null;
        }
        return expression.Evaluate;
    }
}
