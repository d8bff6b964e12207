using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Sources;

internal enum SourceKind
{
    Postgres,
    Sqlite,
}

/// <summary>What somebody asked of a source by button.</summary>
internal enum PullRequest
{
    None,

    /// <summary>What is new since the cursor; all where there is no cursor.</summary>
    Increment,

    /// <summary>All: rows that are gone from the table leave the next version.</summary>
    Full,
}

/// <summary>Where a table is. Kept sealed.</summary>
/// <param name="Host">Host of a PostgreSQL server; for SQLite empty.</param>
/// <param name="Database">Database, or the SQLite file's name below the operator's folder.</param>
internal sealed record SourceConnection(string Host, int Port, string Database, string User, string Password);

/// <summary>A table from which a resource's data are taken.</summary>
/// <param name="Columns">For each item, in the description's order, the column that holds it.</param>
/// <param name="CursorColumn">A column that only grows, such as the time of the last change; null when always all is taken.</param>
/// <param name="CursorValue">How far the newest published version goes, as text.</param>
/// <param name="CursorVersion">The version that went so far.</param>
internal sealed record DataSource(
    string Resource,
    SourceKind Kind,
    SourceConnection Connection,
    string Schema,
    string Table,
    IReadOnlyDictionary<string, string> Columns,
    string? CursorColumn,
    string? CursorValue,
    int? CursorVersion,
    string Person,
    DateTimeOffset ChangedAt,
    PullRequest Requested,
    DateTimeOffset? PulledAt,
    Fault? Fault);
