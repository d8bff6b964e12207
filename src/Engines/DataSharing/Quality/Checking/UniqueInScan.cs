using System.Collections.Immutable;
using System.Text;
using Zhuangjin.DataSharing.Quality.Rules;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>A rule of uniqueness that is judged in the scan of all other rules, so that its keys are read once: the scan gathers codes and remembers the few rows that broke another rule, and afterwards the repeated ones are moved in the histogram.</summary>
internal sealed class UniqueInScan(int rule, Rule said, GatheredKeys keys, RepeatedKeys repeated, KeyCode code, long memory, int threads) : IDisposable
{
    private readonly List<List<Broken>> _broken = [];
    private readonly long _most = memory / 8 / 16;
    private long _count;

    public int Rule => rule;

    public ImmutableArray<string> Key { get; } = ((Check.Unique)said.Check).Key;

    /// <summary>Gathers the keys of one shard.</summary>
    /// <param name="ids">Columns of identity numbers whose codes are known anyway.</param>
    public Shard Begin(ImmutableArray<int> columns, IEnumerable<IdFacts> ids) => new(this, columns, columns is [var only] ? ids.FirstOrDefault(i => i.Column == only) : null);

    /// <summary>Judges the rule when all shards are scanned.</summary>
    /// <returns>Null when the codes do not suffice; then rows have to be scanned again with <see cref="AgainAsync"/>.</returns>
    public async Task<(CheckResult Result, IReadOnlyList<string> Examples)?> SettleAsync(CheckResult result, string? exampleItem, CancellationToken cancel)
    {
        keys.Close();
        if (_count > _most)
        {
            return null;
        }
        var broken = _broken.SelectMany(b => b).ToLookup(b => GatheredKeys.PartOf(b.Code));
        var (histogram, examples, hashes, bit, gate) = (result.Histogram.ToDictionary(), new Dictionary<ulong, int>(), new HashSet<ulong>(), 1UL << rule, new Lock());
        RepeatedKeys.EachRepeated(keys, threads, (part, found) =>
        {
            var (clean, moved) = (found.Values.Sum(n => (long)n), broken[part].Where(b => found.ContainsKey(b.Code)).ToList());
            lock (gate)
            {
                Move(histogram, 0, bit, clean - moved.Count);
                moved.ForEach(b => Move(histogram, b.Mask, bit, 1));
                hashes.UnionWith(found.Keys.Where(c => !KeyCode.IsExact(c)));
                repeated.Bound(hashes.Count);
                foreach (var (known, times) in found.Take(Math.Max(0, CheckRun.MostExamples - examples.Count)))
                {
                    examples[known] = times;
                }
            }
        });
        if (hashes.Count > 0)
        {
            var seen = new KeySet(hashes.Count);
            await repeated.ConfirmAsync(hashes, seen, new(), cancel);
            if (seen.Count > hashes.Count)
            {
                // Two keys share a hash.
                return null;
            }
        }
        return (result with { Histogram = histogram }, await ExamplesAsync(examples, exampleItem, cancel));
    }

    /// <summary>The repeated keys themselves, for a second scan.</summary>
    public Task<KeySet> AgainAsync(CancellationToken cancel) => repeated.FindAsync(keys, cancel);

    public void Dispose() => keys.Dispose();

    private async Task<IReadOnlyList<string>> ExamplesAsync(Dictionary<ulong, int> codes, string? item, CancellationToken cancel)
    {
        if (item is null || codes.Count == 0)
        {
            return [];
        }
        return Key is [var only] && only == item && codes.Keys.All(KeyCode.IsExact)
            ? [.. codes.SelectMany(c => Enumerable.Repeat(Encoding.UTF8.GetString(KeyCode.KeyOf(c.Key)), c.Value)).Take(CheckRun.MostExamples)]
            : await repeated.ExamplesAsync([.. codes.Keys], item, CheckRun.MostExamples, cancel);
    }

    private static void Move(Dictionary<ulong, long> histogram, ulong from, ulong bit, long rows)
    {
        if (rows == 0)
        {
            return;
        }
        histogram[from | bit] = histogram.GetValueOrDefault(from | bit) + rows;
        if ((histogram[from] -= rows) == 0)
        {
            histogram.Remove(from);
        }
    }

    private readonly record struct Broken(ulong Code, ulong Mask);

    /// <summary>What one thread gathers of one shard.</summary>
    internal sealed class Shard(UniqueInScan all, ImmutableArray<int> columns, IdFacts? ids)
    {
        private readonly List<Broken> _broken = [];

        /// <param name="rows">Bit n is set where the rule's condition holds for row n; empty when there is no condition.</param>
        /// <param name="masks">What the other rules say.</param>
        /// <returns>Rows to which the rule applies.</returns>
        public long Run(Warehouse.ChunkReader chunk, ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> masks)
        {
            var (applied, hand) = (0L, all.Take());
            var key = new CompositeKey();
            var codes = ids is null ? [] : ids.Codes;
            for (var row = 0; row < masks.Length; row++)
            {
                if (Kernel.Skips(rows, row))
                {
                    continue;
                }
                var number = codes.IsEmpty ? 0 : codes[row];
                if (number != 0 || key.Read(chunk, columns, row))
                {
                    applied++;
                    number = number == 0 ? all.Code(key.Bytes) : number;
                    hand.Add(number);
                    if (masks[row] != 0)
                    {
                        _broken.Add(new(number, masks[row]));
                    }
                }
            }
            all.GiveBack(hand);
            return applied;
        }

        public void End() => all.Keep(_broken);
    }

    private GatheredKeys.Hand Take() => keys.Take();

    private void GiveBack(GatheredKeys.Hand hand) => keys.GiveBack(hand);

    private ulong Code(ReadOnlySpan<byte> key) => code.Of(key);

    private void Keep(List<Broken> broken)
    {
        lock (_broken)
        {
            _count += broken.Count;
            if (_count <= _most)
            {
                _broken.Add(broken);
            }
        }
    }
}
