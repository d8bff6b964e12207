using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Who was looked at, and where in the log: sorted runs that are merged eight by eight. So each entry is written a few times in order, instead of once
/// on a page of a tree that it shares with nobody; and a person's trace reads one block of each run.</summary>
internal sealed class SubjectRuns(IDatabase database)
{
    /// <summary>Runs of a level that become one of the next.</summary>
    public const int Fan = 8;

    /// <summary>Runs over more places of the log are not merged further: a merge stays a matter of seconds, and a trace over a billion uses looks into some 30 of them.</summary>
    private const long Longest = 1L << 25;

    private const int Portion = 64;

    private bool _swept;

    /// <summary>Adds entries as a run, within the caller's transaction.</summary>
    /// <param name="run">A number that no run had before.</param>
    public static async ValueTask AddAsync(ISession session, long run, Looked[] entries, long first, long last)
    {
        entries = [.. entries.Distinct().Order(Looked.Order)];
        await session.InsertManyAsync("sharing_subject_run", ["run", "level", "first", "last"], [[run, 0L, first, last]]);
        await session.InsertManyAsync("sharing_subject_block", ["run", "hash", "place", "entries"], [.. entries.Chunk(SortedRun.BlockLength).Select(c => Row(run, c))]);
    }

    /// <summary>Merges while a level has enough runs.</summary>
    public async Task MergeAsync(CancellationToken cancel)
    {
        if (!_swept)
        {
            await SweepAsync(cancel); // what a node left that stopped half-way
            _swept = true;
        }
        while (await OldestAsync(cancel) is { Count: Fan } runs)
        {
            var level = runs[0].Level + 1;
            var run = await database.WriteAsync(
                async s =>
                {
                    await s.ExecuteAsync("update sharing_use_state set run = run + 1 where id = 1");
                    var next = await s.FirstAsync("select run from sharing_use_state where id = 1", r => r.GetInt64(0));
                    await s.ExecuteAsync("insert into sharing_subject_run (run, level, first, last) values ($1, -1, $2, $3)", next, runs.Min(r => r.First), runs.Max(r => r.Last));
                    return next;
                },
                cancel);
            await CopyAsync(run, [.. runs.Select(r => r.Number)], cancel);
            await database.WriteAsync(
                async s =>
                {
                    await s.DeferAsync("update sharing_subject_run set level = $1 where run = $2 and level = -1", [level, run], expectRows: 1, Overtaken);
                    foreach (var old in runs)
                    {
                        await s.DeferAsync("update sharing_subject_run set level = -1 where run = $1 and level = $2", [old.Number, old.Level], expectRows: 1, Overtaken);
                    }
                    return 0;
                },
                cancel);
            await SweepAsync(cancel);
        }
    }

    /// <summary>Places where this subject was looked at, newest first, at most so many.</summary>
    /// <param name="before">Only places before this one.</param>
    public Task<List<long>> PlacesAsync(long hash, long before, int most, CancellationToken cancel) => database.ReadAsync<List<long>>(
        async s =>
        {
            while (true)
            {
                var runs = await RunsAsync(s, before);
                var places = new List<long>();
                foreach (var run in runs)
                {
                    await ReadAsync(s, run.Number, hash, before, most, places);
                }
                // A run that was merged away meanwhile may have been read half: then once more.
                if ((await RunsAsync(s, before)).SequenceEqual(runs))
                {
                    return [.. places.OrderDescending().Take(most)];
                }
            }
        },
        cancel);

    private static ValueTask<List<SubjectRun>> RunsAsync(ISession session, long before) => session.QueryAsync(
        "select run, level, first, last from sharing_subject_run where level >= 0 and first < $1 order by run", Read, before);

    private static async ValueTask ReadAsync(ISession session, long run, long hash, long before, int most, List<long> places)
    {
        var limit = new Looked(hash, before);
        for (var left = most; left > 0;)
        {
            var block = await session.FirstAsync(
                "select entries from sharing_subject_block where run = $1 and (hash < $2 or (hash = $2 and place < $3)) order by hash desc, place desc limit 1", r => r.GetFieldValue<byte[]>(0), run, hash, limit.Place);
            if (block is null)
            {
                return;
            }
            for (var i = SortedRun.Below(block, limit) - 1; i >= 0 && left > 0; i--, left--)
            {
                var entry = SortedRun.At(block, i);
                if (entry.Hash != hash)
                {
                    return;
                }
                places.Add(entry.Place);
            }
            limit = SortedRun.At(block, 0);
            if (limit.Hash != hash)
            {
                return;
            }
        }
    }

    private Task<List<SubjectRun>> OldestAsync(CancellationToken cancel) => database.ReadAsync(
        async s =>
        {
            var full = await s.QueryAsync($"select level from sharing_subject_run where level >= 0 and last - first < {Longest} group by level having count(*) >= {Fan} order by level", r => r.GetInt64(0));
            return full.Count == 0
                ? []
                : await s.QueryAsync($"select run, level, first, last from sharing_subject_run where level = $1 and last - first < {Longest} order by run limit {Fan}", Read, full[0]);
        },
        cancel);

    private async Task CopyAsync(long run, IReadOnlyList<long> sources, CancellationToken cancel)
    {
        var readers = sources.Select(s => BlocksAsync(s, cancel).GetAsyncEnumerator(cancel)).ToList();
        var rows = new List<object?[]>();
        await foreach (var block in SortedRun.MergeAsync(readers))
        {
            rows.Add(Row(run, block));
            if (rows.Count == Portion)
            {
                await WriteAsync(rows, cancel);
                rows.Clear();
            }
        }
        await WriteAsync(rows, cancel);
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<byte[]> BlocksAsync(long run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = new Looked(-1, -1); ;)
        {
            var blocks = await database.ReadAsync(
                s => s.QueryAsync("select entries from sharing_subject_block where run = $1 and (hash > $2 or (hash = $2 and place > $3)) order by hash, place limit 8", r => r.GetFieldValue<byte[]>(0), run, after.Hash, after.Place), cancel);
            foreach (var block in blocks)
            {
                yield return block;
                after = SortedRun.At(block, 0);
            }
            if (blocks.Count == 0)
            {
                yield break;
            }
        }
    }

    private Task<int> WriteAsync(List<object?[]> rows, CancellationToken cancel) => database.WriteAsync(
        async s =>
        {
            await s.InsertManyAsync("sharing_subject_block", ["run", "hash", "place", "entries"], rows);
            return 0;
        },
        cancel);

    private Task<int> SweepAsync(CancellationToken cancel) => database.WriteAsync(
        async s =>
        {
            await s.ExecuteAsync("delete from sharing_subject_block where run in (select run from sharing_subject_run where level = -1)");
            return await s.ExecuteAsync("delete from sharing_subject_run where level = -1");
        },
        cancel);

    private static object?[] Row(long run, Looked[] block) => [run, block[0].Hash, block[0].Place, SortedRun.Write(block)];

    private static InvalidOperationException Overtaken() => new("Another node merged the same runs; nothing was changed.");

    private static SubjectRun Read(System.Data.Common.DbDataReader r) => new(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3));

    private sealed record SubjectRun(long Number, long Level, long First, long Last);
}
