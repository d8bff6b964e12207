using DuckDB.NET.Data;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake.Reading;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Intake.Runs;

/// <summary>What became of a piece of a file: its good rows as a draft of a shard (null when there are none), and its bad ones.</summary>
internal sealed record SiftedChunk(string? Draft, long Rows, long Line, IReadOnlyList<BadRow> Bad);

/// <summary>Reads each value of some rows as its item says, writes the good rows as Parquet, and keeps the bad ones aside.</summary>
internal sealed class ChunkWriter(ShardStore shards, IReadOnlyList<Item> items, ColumnMap map)
{
    /// <summary>How drafts of this room begin. Those that a killed run left behind are deleted by the next.</summary>
    public const string Prefix = "intake-run-";

    private const long Memory = 256L << 20;

    public SiftedChunk Write(IReadOnlyList<SourceRow> rows)
    {
        var bad = new List<BadRow>();
        using var duck = DuckSession.Open(shards.Folder, threads: 1, Memory);
        duck.Run($"CREATE TABLE good ({string.Join(", ", items.Select(i => $"{Sql.Name(i.Key)} {ParquetColumn.Type(i)}"))})");
        using (var good = duck.Connection.CreateAppender("good"))
        {
            var values = new TypedValue[items.Count];
            foreach (var row in rows)
            {
                if (Sift(row, values) is { Count: > 0 } reasons)
                {
                    bad.Add(new(row.Line, reasons, row.Cells));
                    continue;
                }
                var to = good.CreateRow();
                foreach (var value in values)
                {
                    value.AppendTo(to);
                }
                to.EndRow();
            }
        }
        if (bad.Count == rows.Count)
        {
            return new(null, rows.Count, rows[^1].Line, bad);
        }
        var draft = Path.Combine(shards.Drafts, Prefix + Path.GetRandomFileName() + ".parquet");
        duck.Run($"COPY good TO {Sql.Literal(draft)} (FORMAT parquet, COMPRESSION zstd)");
        return new(draft, rows.Count, rows[^1].Line, bad);
    }

    /// <summary>What is wrong with the row; otherwise <paramref name="values"/> are its values.</summary>
    private List<BadValue>? Sift(SourceRow row, TypedValue[] values)
    {
        if (row.Fault is not null)
        {
            return [new("", row.Fault)];
        }
        if (row.Cells.Length != map.Width)
        {
            // A comma too many shifts what follows: such a row is left out whole, though each value might fit its new place.
            return [new("", "sharing.intake.fault.width")];
        }
        List<BadValue>? reasons = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (TypedValue.Read(items[i], row.Cells[map.Places[i]], out values[i]) is { } fault)
            {
                (reasons ??= []).Add(new(items[i].Key, fault));
            }
        }
        return reasons;
    }
}
