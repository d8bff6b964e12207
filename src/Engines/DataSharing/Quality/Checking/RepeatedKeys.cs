using System.Collections.Immutable;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Finds the keys that occur more than once, exactly and in bounded memory.</summary>
/// <remarks>
/// First the codes of all keys are compared: what occurs once by its code occurs once. A code that is exact says its key.
/// Then the keys of the few hashes that occur more often are counted by themselves, so that two keys with one hash are not taken for one.
/// </remarks>
internal sealed class RepeatedKeys(CheckedRows rows, DuckSessions sessions, ImmutableArray<string> key, Condition? when, DateOnly today, int threads, KeyCode code)
{
    /// <summary>Beyond this many repeated keys the item is no key, and that is what the report should say.</summary>
    public const int Most = 20_000_000;

    private readonly ImmutableArray<int> _places = [.. Enumerable.Range(0, key.Length)];

    /// <exception cref="InvalidDataException">More than <see cref="Most"/> keys are repeated.</exception>
    public async Task<KeySet> FindAsync(long memory, string folder, CancellationToken cancel)
    {
        using var keys = new GatheredKeys(memory, folder);
        await EachPartAsync(
            null,
            reader =>
            {
                var composite = new CompositeKey();
                var hand = keys.Take();
                for (var row = 0; row < reader.Rows; row++)
                {
                    if (composite.Read(reader, _places, row))
                    {
                        hand.Add(code.Of(composite.Bytes));
                    }
                }
                keys.GiveBack(hand);
                return true;
            },
            cancel);
        keys.Close();
        return await FindAsync(keys, cancel);
    }

    /// <summary>The repeated ones of keys that have been gathered.</summary>
    public async Task<KeySet> FindAsync(GatheredKeys keys, CancellationToken cancel)
    {
        var (twice, hashes) = (new KeySet(), new HashSet<ulong>());
        EachRepeated(keys, threads, (_, repeated) =>
        {
            lock (hashes)
            {
                foreach (var number in repeated.Keys)
                {
                    if (KeyCode.IsExact(number))
                    {
                        twice.Add(KeyCode.KeyOf(number));
                    }
                    else
                    {
                        hashes.Add(number);
                    }
                }
                Bound(twice.Count + hashes.Count);
            }
        });
        if (hashes.Count > 0)
        {
            await ConfirmAsync(hashes, new(), twice, cancel);
        }
        return twice;
    }

    /// <summary>Hands over the repeated codes of each part that has any, from several threads.</summary>
    public static void EachRepeated(GatheredKeys keys, int threads, Action<int, Dictionary<ulong, int>> take) =>
        Parallel.For(0, GatheredKeys.Parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => Array.Empty<ulong>(), (part, _, slots) =>
        {
            var repeated = keys.Repeated(part, ref slots);
            if (repeated.Count > 0)
            {
                take(part, repeated);
            }
            return slots;
        }, _ => { });

    public void Bound(long repeated)
    {
        if (repeated > Most)
        {
            throw new InvalidDataException($"More than {Most} values of {string.Join(", ", key)} occur more than once: this is no key.");
        }
    }

    /// <summary>Reads the keys of these hashes again and compares them themselves.</summary>
    /// <param name="seen">Is given all keys that have one of the hashes.</param>
    /// <param name="twice">Is given those that occur more than once.</param>
    public Task ConfirmAsync(HashSet<ulong> hashes, KeySet seen, KeySet twice, CancellationToken cancel) => EachPartAsync(
        null,
        reader =>
        {
            var composite = new CompositeKey();
            for (var row = 0; row < reader.Rows; row++)
            {
                if (composite.Read(reader, _places, row) && hashes.Contains(code.Of(composite.Bytes)))
                {
                    lock (seen)
                    {
                        if (!seen.Add(composite.Bytes))
                        {
                            twice.Add(composite.Bytes);
                        }
                    }
                }
            }
            return true;
        },
        cancel);

    /// <summary>Values of an item in rows whose key has one of these codes, until there are enough.</summary>
    public async Task<IReadOnlyList<string>> ExamplesAsync(HashSet<ulong> codes, string item, int most, CancellationToken cancel)
    {
        var found = new List<string>();
        await EachPartAsync(
            item,
            reader =>
            {
                var composite = new CompositeKey();
                var values = reader[_places.Length];
                for (var row = 0; row < reader.Rows; row++)
                {
                    if (composite.Read(reader, _places, row) && codes.Contains(code.Of(composite.Bytes)))
                    {
                        lock (found)
                        {
                            if (found.Count < most)
                            {
                                found.Add(values.IsNull(row) ? "" : System.Text.Encoding.UTF8.GetString(values.Text(row)));
                            }
                        }
                    }
                }
                lock (found)
                {
                    return found.Count < most;
                }
            },
            cancel);
        return found;
    }

    /// <param name="besides">An item that is read after the key.</param>
    /// <param name="read">Says whether to go on.</param>
    private Task EachPartAsync(string? besides, Func<ChunkReader, bool> read, CancellationToken cancel)
    {
        var columns = string.Join(", ", key.Concat(besides is null ? [] : [besides]).Select(k => SqlWords.Text(Sql.Name(k), rows.Columns[k])));
        var where = when is null ? "" : " WHERE " + new SqlCheck(SqlWords.DuckDb, rows.Columns, new Dictionary<Contracts.ItemPath, (string, string)>(), today).Holds(when);
        var goOn = true;
        return Parallel.ForEachAsync(rows.Parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, (part, stop) =>
        {
            if (!Volatile.Read(ref goOn))
            {
                return ValueTask.CompletedTask;
            }
            using var lease = sessions.Take();
            using var reader = ChunkReader.Ask(lease.Session, $"SELECT {columns} FROM {part}{where}");
            while (reader.Next())
            {
                stop.ThrowIfCancellationRequested();
                if (!read(reader))
                {
                    Volatile.Write(ref goOn, false);
                    break;
                }
            }
            return ValueTask.CompletedTask;
        });
    }
}
