using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Contracts;

/// <summary>决策表: rules as rows of a table that a clerk reads and edits. Pure and total: a row whose conditions the form meets gives the results; none gives "not known".</summary>
public sealed record DecisionTable
{
    public required string Key { get; init; }

    public required LocalText Title { get; init; }

    /// <summary>Path of the CSV file within the pack.</summary>
    public required string File { get; init; }

    public HitPolicy Hit { get; init; } = HitPolicy.Unique;

    /// <summary>True when every application must find a row; gaps are then faults.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>What a row gives, used in expressions as decision.{table}.{result}.</summary>
    public required ImmutableArray<DecisionResult> Gives { get; init; }

    /// <summary>Column by column: a field of the form, a result, or "note".</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    public ImmutableArray<DecisionRow> Rows { get; init; } = [];

    /// <summary>Column of remarks, which no decision looks at.</summary>
    public const string Note = "note";

    public IEnumerable<string> Inputs => Columns.Where(c => c != Note && Gives.All(g => g.Field.Key != c));
}

/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Cells">As many as there are columns, as typed.</param>
public sealed record DecisionRow(int Line, ImmutableArray<string> Cells);

/// <param name="Field">Key, type, label, choices and unit.</param>
/// <param name="Collect">How the results of several rows become one; only for <see cref="HitPolicy.Collect"/>.</param>
public sealed record DecisionResult(Field Field, Collect Collect);

public enum HitPolicy
{
    /// <summary>At most one row fits, whatever is applied for; two that could are a fault.</summary>
    Unique,

    /// <summary>The first row that fits, from above.</summary>
    First,

    /// <summary>All rows that fit, put together.</summary>
    Collect,
}

public enum Collect
{
    /// <summary>Numbers are added up; without a row that fits it is 0.</summary>
    Sum,
    Least,
    Most,

    /// <summary>How many rows fit.</summary>
    Count,

    /// <summary>Texts joined by "；", each once.</summary>
    List,

    /// <summary>True when one row says so.</summary>
    Any,
}
