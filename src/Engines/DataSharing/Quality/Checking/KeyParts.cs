using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Decides over keys of all shards together, a part of the keys at a time: each part by itself, on any node, in memory for that part only.</summary>
/// <remarks>A part reads the key column of every shard and no other, and keeps the keys that fall into it. So nothing is sent between nodes but the few keys that break a rule.</remarks>
internal sealed class KeyParts(DateOnly today, int threads, long memory)
{
    /// <summary>How many parts the keys of so many rows need.</summary>
    /// <param name="least">At least so many, one for each node that shall have work.</param>
    public static int Count(long rows, int least, long memory) => (int)Math.Max(least, ((rows * 64) + memory - 1) / memory);

    /// <summary>Keys of the part that occur more than once.</summary>
    public async Task<KeySet> RepeatedAsync(CheckedRows rows, ImmutableArray<string> key, Condition? when, int part, int parts, CancellationToken cancel)
    {
        var (seen, twice) = (new KeySet(), new KeySet());
        await EachAsync(rows, key, when, part, parts, k =>
        {
            if (!seen.Add(k))
            {
                twice.Add(k);
            }
        }, cancel);
        return twice;
    }

    /// <summary>Values of the part that the other resource lacks.</summary>
    public async Task<KeySet> MissingAsync(CheckedRows rows, string item, CheckedRows target, string targetItem, int part, int parts, CancellationToken cancel)
    {
        var (known, missing) = (new KeySet(), new KeySet());
        await EachAsync(target, [targetItem], null, part, parts, k => known.Add(k), cancel);
        await EachAsync(rows, [item], null, part, parts, k =>
        {
            if (!known.Contains(k))
            {
                missing.Add(k);
            }
        }, cancel);
        return missing;
    }

    private Task EachAsync(CheckedRows rows, ImmutableArray<string> key, Condition? when, int part, int parts, Action<UInt128> take, CancellationToken cancel)
    {
        var columns = string.Join(", ", key.Select(k => SqlWords.Text(Sql.Name(k), rows.Columns[k])));
        var where = when is null ? "" : " WHERE " + new SqlCheck(SqlWords.DuckDb, rows.Columns, new Dictionary<ItemPath, (string, string)>(), today).Holds(when);
        var (places, gate) = (ImmutableArray.CreateRange(Enumerable.Range(0, key.Length)), new Lock());
        return Parallel.ForEachAsync(rows.Parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, (shard, stop) =>
        {
            using var session = DuckSession.Open(rows.Folder, threads: 1, memory / Math.Max(1, threads));
            using var reader = ChunkReader.Ask(session, $"SELECT {columns} FROM {shard}{where}");
            var mine = new List<UInt128>();
            while (reader.Next())
            {
                stop.ThrowIfCancellationRequested();
                mine.Clear();
                var composite = new CompositeKey();
                for (var row = 0; row < reader.Rows; row++)
                {
                    if (composite.Read(reader, places, row) && KeySet.Pack(composite.Bytes) is var packed && KeySet.PartOf(packed, parts) == part)
                    {
                        mine.Add(packed);
                    }
                }
                lock (gate)
                {
                    mine.ForEach(take);
                }
            }
            return ValueTask.CompletedTask;
        });
    }
}
