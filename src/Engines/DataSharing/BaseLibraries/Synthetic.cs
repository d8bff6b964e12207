using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.BaseLibraries;

/// <summary>One kind of error that a synthetic library has on purpose.</summary>
/// <param name="Kind">What is wrong: "id-check-digit", "duplicate".</param>
/// <param name="Rows">Rows that have it, exactly. Each row has one planted error at most.</param>
internal sealed record PlantedError(string Kind, string Item, long Rows);

/// <summary>A base library filled with synthetic rows: plainly invented, of realistic shape, and the same for the same number of rows everywhere.</summary>
/// <remarks>
/// Each value is a function of the row's number alone, computed by DuckDB where it is written, so that shards can be made side by side and a row made again.
/// Of each 1,000 rows number 1, 2, 3, … have one error each, of the kinds in their order.
/// </remarks>
internal abstract class Synthetic
{
    public abstract Description Describe(string providerId);

    /// <summary>Kinds of errors in order, with the item that each is found at.</summary>
    public abstract ImmutableArray<(string Kind, string Item)> Errors { get; }

    /// <summary>The question whose answer are the items of these rows, in order; "i" is the row's number, "e" its place among 1,000.</summary>
    protected abstract string Question(Stages rows);

    public IReadOnlyList<PlantedError> Planted(long rows) => [.. Errors.Select((e, n) => new PlantedError(e.Kind, e.Item, (rows / 1000) + (rows % 1000 > n + 1 ? 1 : 0)))];

    /// <summary>Writes rows [from, to) into a Parquet file.</summary>
    /// <param name="first">Rows that come besides, as literals in the order of the items; only into the shard that begins at 0.</param>
    public void Write(DuckSession session, long from, long to, string path, IReadOnlyList<string>? first = null)
    {
        var rows = Question(new(string.Create(CultureInfo.InvariantCulture, $"SELECT i, i % 1000 AS e FROM range({from}, {to}) t(i)")));
        var all = from == 0 && first is { Count: > 0 } ? $"{rows} UNION ALL SELECT * FROM (VALUES {string.Join(", ", first)})" : rows;
        session.Run($"COPY ({all}) TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)");
    }
}
