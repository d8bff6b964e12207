using System.Collections.Immutable;
using System.Numerics;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Finds the keys that occur more than once, exactly and in bounded memory.</summary>
/// <remarks>
/// First 64-bit hashes of all keys are compared, a range of hashes at a time, so many ranges that one fits the memory: what occurs once by its hash occurs once.
/// Then the keys of the few hashes that occur more often are counted by themselves, so that two keys with one hash are not taken for one.
/// </remarks>
internal sealed class RepeatedKeys(CheckedRows rows, DuckSessions sessions, ImmutableArray<string> key, Condition? when, DateOnly today, int threads, long memory)
{
    /// <summary>Beyond this many repeated keys the item is no key, and that is what the report should say.</summary>
    public const int Most = 20_000_000;

    private readonly string _columns = string.Join(", ", key.Select(k => SqlWords.Text(Sql.Name(k), rows.Columns[k])));

    private readonly ImmutableArray<int> _places = [.. Enumerable.Range(0, key.Length)];

    /// <exception cref="InvalidDataException">More than <see cref="Most"/> keys are repeated.</exception>
    public async Task<KeySet> FindAsync(CancellationToken cancel)
    {
        var counted = 0L;
        await EachPartAsync("count(*)", (reader, _) => Interlocked.Add(ref counted, reader[0].Values<long>()[0]), cancel);
        var ranges = (int)Math.Max(1, ((counted * sizeof(ulong)) + memory - 1) / memory);
        var suspects = new HashSet<ulong>();
        for (var range = 0; range < ranges; range++)
        {
            Suspect(await HashesAsync(range, ranges, counted, cancel), suspects);
        }
        return suspects.Count == 0 ? new() : await ConfirmAsync(suspects, cancel);
    }

    /// <summary>Hashes of one range, by their highest byte, so that each part is small enough to be compared in the processor's own memory.</summary>
    private async Task<ulong[][]> HashesAsync(int range, int ranges, long counted, CancellationToken cancel)
    {
        var (width, expected) = (ulong.MaxValue / (ulong)ranges + 1, (int)Math.Min(int.MaxValue / 2, (counted / ranges / 256 * 9 / 8) + 64));
        var (parts, lengths, gates) = (new ulong[256][], new int[256], Enumerable.Range(0, 256).Select(_ => new Lock()).ToArray());
        await EachPartAsync(
            _columns,
            (reader, buffers) =>
            {
                var composite = new CompositeKey();
                for (var row = 0; row < reader.Rows; row++)
                {
                    if (!composite.Read(reader, _places, row))
                    {
                        continue;
                    }
                    var hash = Hash(composite.Bytes);
                    if (ranges > 1 && (int)(hash / width) != range)
                    {
                        continue;
                    }
                    var spread = (int)((hash * 0x9E3779B97F4A7C15UL) >> 56);
                    buffers[spread].Add(hash);
                    if (buffers[spread].Count == 512)
                    {
                        Pour(buffers[spread], spread);
                    }
                }
            },
            cancel,
            buffers =>
            {
                for (var spread = 0; spread < buffers.Length; spread++)
                {
                    Pour(buffers[spread], spread);
                }
            });
        for (var spread = 0; spread < parts.Length; spread++)
        {
            parts[spread] = (parts[spread] ?? [])[..lengths[spread]];
        }
        return parts;

        void Pour(List<ulong> buffer, int spread)
        {
            lock (gates[spread])
            {
                parts[spread] ??= new ulong[expected];
                if (lengths[spread] + buffer.Count > parts[spread].Length)
                {
                    Array.Resize(ref parts[spread], Math.Max(parts[spread].Length * 5 / 4, lengths[spread] + buffer.Count));
                }
                buffer.CopyTo(parts[spread], lengths[spread]);
                lengths[spread] += buffer.Count;
            }
            buffer.Clear();
        }
    }

    /// <summary>64 bits of a key, never zero, which marks a free slot.</summary>
    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        var h = KeySet.Mix(KeySet.Pack(key));
        return (h ^ (h >> 32)) | 1;
    }

    private void Suspect(ulong[][] parts, HashSet<ulong> suspects)
    {
        Parallel.ForEach(parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            // A table of the part's own fits the processor's memory; sorting would cost several times as much.
            var slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, part.Length * 2))];
            var mask = (uint)slots.Length - 1;
            foreach (var hash in part)
            {
                var at = (uint)(hash >> 1) & mask;
                while (slots[at] != 0 && slots[at] != hash)
                {
                    at = (at + 1) & mask;
                }
                if (slots[at] == 0)
                {
                    slots[at] = hash;
                }
                else
                {
                    lock (suspects)
                    {
                        suspects.Add(hash);
                        if (suspects.Count > Most)
                        {
                            throw new InvalidDataException($"More than {Most} values of {string.Join(", ", key)} occur more than once: this is no key.");
                        }
                    }
                }
            }
        });
    }

    private async Task<KeySet> ConfirmAsync(HashSet<ulong> suspects, CancellationToken cancel)
    {
        var (seen, twice, gate) = (new KeySet(suspects.Count), new KeySet(suspects.Count), new Lock());
        await EachPartAsync(
            _columns,
            (reader, _) =>
            {
                var composite = new CompositeKey();
                for (var row = 0; row < reader.Rows; row++)
                {
                    if (composite.Read(reader, _places, row) && suspects.Contains(Hash(composite.Bytes)))
                    {
                        lock (gate)
                        {
                            (seen.Contains(composite.Bytes) ? twice : seen).Add(composite.Bytes);
                        }
                    }
                }
            },
            cancel);
        return twice;
    }

    private Task EachPartAsync(string columns, Action<ChunkReader, List<ulong>[]> read, CancellationToken cancel, Action<List<ulong>[]>? end = null)
    {
        var where = when is null ? "" : " WHERE " + new SqlCheck(SqlWords.DuckDb, rows.Columns, new Dictionary<Contracts.ItemPath, (string, string)>(), today).Holds(when);
        return Parallel.ForEachAsync(rows.Parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, (part, stop) =>
        {
            var buffers = end is null ? [] : Enumerable.Range(0, 256).Select(_ => new List<ulong>(512)).ToArray();
            using var lease = sessions.Take();
            using var reader = ChunkReader.Ask(lease.Session, $"SELECT {columns} FROM {part}{where}");
            while (reader.Next())
            {
                stop.ThrowIfCancellationRequested();
                read(reader, buffers);
            }
            end?.Invoke(buffers);
            return ValueTask.CompletedTask;
        });
    }
}
