using System.Collections.Immutable;
using System.Text;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Where rows lie: files of one kind, as DuckDB reads them.</summary>
/// <param name="Parts">Table expressions of this engine's own making, one a shard; each is read by one thread.</param>
/// <param name="Columns">What each item is.</param>
internal sealed record CheckedRows(string Folder, ImmutableArray<string> Parts, IReadOnlyDictionary<string, Stored> Columns);

/// <summary>Runs a rule set over shards: first what must be known of all rows together (repeated keys, values of other resources), then one scan with the kernels, shard by shard side by side.</summary>
internal sealed class CheckRun(RuleSet set, CheckedRows rows, DateOnly today, IReadOnlyDictionary<ItemPath, CheckedRows> targets, int threads, long memory = 512L << 20)
{
    /// <summary>Values of keys that break a rule, kept as examples.</summary>
    public const int MostExamples = 20;

    private readonly string? _exampleItem = null;

    /// <summary>The item whose values name failed rows; null for none.</summary>
    public string? ExampleItem
    {
        get => _exampleItem;
        init => _exampleItem = value;
    }

    /// <summary>How keys become numbers.</summary>
    public KeyCode Code { get; init; } = KeyCode.Strong;

    /// <summary>Bytes of keys that are held in memory at most; null for as many as DuckDB may take for its buffers.</summary>
    public long? KeyMemory { get; init; }

    /// <summary>Where keys go that have no room in memory.</summary>
    private string Drafts => Path.Combine(rows.Folder, "drafts");

    /// <summary>For each rule, some of the rows that broke it, by the value of <see cref="ExampleItem"/>.</summary>
    public ImmutableArray<IReadOnlyList<string>> Examples { get; private set; } = [];

    /// <exception cref="InvalidDataException">The rules name an item that the rows do not have, or of another kind.</exception>
    public async Task<CheckResult> RunAsync(IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        var wrong = set.Rules.SelectMany(r => r.Check.Needs.Select(n => (r.Id, n.Item)).Concat(r.When is { } w ? [(r.Id, w.Item)] : [])).FirstOrDefault(n => !rows.Columns.ContainsKey(n.Item));
        if (wrong.Id is not null)
        {
            throw new InvalidDataException($"Rule {wrong.Id}: the data have no column '{wrong.Item}'. They have {string.Join(", ", rows.Columns.Keys)}.");
        }
        using var sessions = new DuckSessions(rows.Folder, memory / Math.Max(1, threads));
        var known = new Dictionary<ItemPath, KeySet>();
        foreach (var path in set.Rules.Select(r => r.Check).OfType<Check.ExistsIn>().Select(c => c.Target).Distinct())
        {
            known[path] = await ValuesAsync(targets.TryGetValue(path, out var target) ? target : throw new InvalidDataException($"There are no data of {path.Resource} to look {path.Item} up in."), path.Item, cancel);
        }
        // One rule of uniqueness is judged in the scan itself; the keys of further ones are read before it.
        var last = set.Rules.Length - 1;
        while (last >= 0 && set.Rules[last].Check is not Check.Unique)
        {
            last--;
        }
        var repeated = new KeySet?[set.Rules.Length];
        for (var n = 0; n < last; n++)
        {
            if (set.Rules[n].Check is Check.Unique)
            {
                repeated[n] = await Keys(n).FindAsync(KeyMemory ?? memory, Drafts, cancel);
            }
        }
        if (last < 0)
        {
            return await ScanAllAsync(sessions, known, repeated, null, progress, cancel);
        }
        using var unique = new UniqueInScan(last, set.Rules[last], new(KeyMemory ?? memory, Drafts), Keys(last), Code, KeyMemory ?? memory, threads);
        var result = await ScanAllAsync(sessions, known, repeated, unique, progress, cancel);
        if (await unique.SettleAsync(result, _exampleItem, cancel) is { } settled)
        {
            Examples = Examples.SetItem(last, settled.Examples);
            return settled.Result;
        }
        repeated[last] = await unique.AgainAsync(cancel);
        return await ScanAllAsync(sessions, known, repeated, null, null, cancel);

        RepeatedKeys Keys(int n) => new(rows, sessions, ((Check.Unique)set.Rules[n].Check).Key, set.Rules[n].When, today, threads, Code);
    }

    private async Task<CheckResult> ScanAllAsync(DuckSessions sessions, Dictionary<ItemPath, KeySet> known, KeySet?[] repeated, UniqueInScan? unique, IProgress<long>? progress, CancellationToken cancel)
    {
        var plan = new ScanPlan(set, rows, today, _exampleItem);
        var results = new CheckResult[rows.Parts.Length];
        var examples = set.Rules.Select(_ => new List<string>()).ToArray();
        await Parallel.ForAsync(0, rows.Parts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, (part, stop) =>
        {
            using var lease = sessions.Take();
            results[part] = Scan(lease.Session, plan, rows.Parts[part], known, repeated, unique, examples, progress, stop);
            return ValueTask.CompletedTask;
        });
        Examples = [.. examples];
        return results.Aggregate(CheckResult.Empty(set), CheckResult.Add);
    }

    /// <summary>Scans one shard alone, when what must be known of all rows together is known already.</summary>
    /// <param name="bad">For each rule the keys that break it (see <see cref="Kernel.Of"/>).</param>
    public (CheckResult Result, IReadOnlyList<string>[] Examples) ScanOne(int part, KeySet?[] bad, CancellationToken cancel)
    {
        var plan = new ScanPlan(set, rows, today, _exampleItem);
        var examples = set.Rules.Select(_ => new List<string>()).ToArray();
        using var session = DuckSession.Open(rows.Folder, threads: 1, memory);
        return (Scan(session, plan, rows.Parts[part], [], bad, null, examples, progress: null, cancel), examples);
    }

    private CheckResult Scan(DuckSession session, ScanPlan plan, string part, Dictionary<ItemPath, KeySet> known, KeySet?[] repeated, UniqueInScan? unique, List<string>[] examples, IProgress<long>? progress, CancellationToken cancel)
    {
        var ids = new List<IdFacts>();
        var kernels = set.Rules.Select((r, n) => n == unique?.Rule ? null : Kernel.Of(r.Check, plan.ColumnOf, today, Ids, known, repeated[n])).ToArray();
        var conditionIds = Enumerable.Range(0, plan.Conditions).Select(c => plan.IdsOfCondition(c) is { } column ? Ids(column) : null).ToArray();
        var shard = unique?.Begin([.. unique.Key.Select(k => plan.ColumnOf(new(k, Form.Text)))], ids);
        var applied = new long[kernels.Length];
        var histogram = new Dictionary<ulong, long>();
        var (clean, total) = (0L, 0L);
        var masks = new ulong[2048];
        var conditions = new ulong[plan.Conditions][];
        using var reader = ChunkReader.Ask(session, plan.Question(part));
        while (reader.Next())
        {
            cancel.ThrowIfCancellationRequested();
            if (masks.Length < reader.Rows)
            {
                masks = new ulong[reader.Rows];
            }
            var these = masks.AsSpan(0, reader.Rows);
            these.Clear();
            ids.ForEach(i => i.Read(reader));
            for (var c = 0; c < conditions.Length; c++)
            {
                conditions[c] = conditionIds[c] is { } facts ? WellFormed(facts) : Bits(reader[plan.ColumnOfCondition(c)], reader.Rows);
            }
            for (var n = 0; n < kernels.Length; n++)
            {
                applied[n] += kernels[n]?.Run(reader, Condition(n), these, 1UL << n) ?? 0;
            }
            if (shard is not null)
            {
                applied[unique!.Rule] += shard.Run(reader, Condition(unique.Rule), these);
            }
            clean += these.Length;
            for (var row = NextBroken(these, 0); row < these.Length; row = NextBroken(these, row + 1))
            {
                var mask = these[row];
                clean--;
                histogram[mask] = histogram.GetValueOrDefault(mask) + 1;
                if (plan.Example is { } example)
                {
                    Keep(examples, mask, reader[example], row);
                }
            }
            total += reader.Rows;
            progress?.Report(reader.Rows);
        }
        if (clean > 0)
        {
            histogram[0] = clean;
        }
        shard?.End();
        return new(set, total, [.. applied], histogram);

        IdFacts Ids(int column)
        {
            if (ids.Find(i => i.Column == column) is not { } facts)
            {
                ids.Add(facts = new(column));
            }
            return facts;
        }

        ReadOnlySpan<ulong> Condition(int rule) => plan.ConditionOf(rule) is { } c ? conditions[c] : [];
    }

    /// <summary>The first row from here that broke a rule; the end when there is none.</summary>
    private static int NextBroken(ReadOnlySpan<ulong> masks, int from) => masks[from..].IndexOfAnyExcept(0UL) is var at and >= 0 ? from + at : masks.Length;

    private static void Keep(List<string>[] examples, ulong mask, ChunkReader.Column values, int row)
    {
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var list = examples[System.Numerics.BitOperations.TrailingZeroCount(rest)];
            lock (list)
            {
                if (list.Count < MostExamples)
                {
                    list.Add(values.IsNull(row) ? "" : Encoding.UTF8.GetString(values.Text(row)));
                }
            }
        }
    }

    /// <summary>A column of truth values as bits.</summary>
    private static ulong[] Bits(ChunkReader.Column column, int rows)
    {
        var bits = new ulong[(rows + 63) >> 6];
        var values = column.Values<byte>();
        for (var row = 0; row < rows; row++)
        {
            bits[row >> 6] |= (ulong)values[row] << row;
        }
        return bits;
    }

    /// <summary>Which identity numbers are well formed, as bits.</summary>
    private static ulong[] WellFormed(IdFacts ids)
    {
        var flags = ids.Flags;
        var bits = new ulong[(flags.Length + 63) >> 6];
        for (var row = 0; row < flags.Length; row++)
        {
            bits[row >> 6] |= ((flags[row] & IdFacts.WellFormed) != 0 ? 1UL : 0) << row;
        }
        return bits;
    }

    /// <summary>Rows of the files, where their ends tell it; 0 where all would have to be read.</summary>
    private async Task<long> CountAsync(DuckSessions sessions, CheckedRows target, CancellationToken cancel)
    {
        var count = 0L;
        await Parallel.ForEachAsync(target.Parts.Where(p => p.StartsWith("read_parquet(", StringComparison.Ordinal)), new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, (part, _) =>
        {
            using var lease = sessions.Take();
            Interlocked.Add(ref count, lease.Session.Ask($"SELECT count(*) FROM {part}", r => r.GetInt64(0))[0]);
            return ValueTask.CompletedTask;
        });
        return count;
    }

    private async Task<KeySet> ValuesAsync(CheckedRows target, string item, CancellationToken cancel)
    {
        var gate = new Lock();
        using var sessions = new DuckSessions(target.Folder, memory / Math.Max(1, threads));
        var sets = new KeySet(await CountAsync(sessions, target, cancel));
        await Parallel.ForEachAsync(target.Parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel }, (part, stop) =>
        {
            using var lease = sessions.Take();
            using var reader = ChunkReader.Ask(lease.Session, $"SELECT {SqlWords.Text(Sql.Name(item), target.Columns[item])} FROM {part}");
            var packed = new List<UInt128>();
            while (reader.Next())
            {
                stop.ThrowIfCancellationRequested();
                var column = reader[0];
                packed.Clear();
                for (var row = 0; row < reader.Rows; row++)
                {
                    if (!column.IsNull(row))
                    {
                        packed.Add(KeySet.Pack(column.Text(row)));
                    }
                }
                lock (gate)
                {
                    foreach (var key in packed)
                    {
                        sets.Foresee(key);
                    }
                    foreach (var key in packed)
                    {
                        sets.Add(key);
                    }
                }
            }
            return ValueTask.CompletedTask;
        });
        return sets;
    }
}
