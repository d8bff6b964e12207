using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

public sealed class SharedStore : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>Two nodes on one PostgreSQL database.</summary>
public sealed class PostgresTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Fact]
    public async Task Two_nodes_record_and_seal_at_once_and_the_log_is_one()
    {
        var address = await store.Cluster.CreateDatabaseAsync();
        await using var one = await TestLog.OpenAsync(address);
        await using var two = await TestLog.OpenAsync(address);
        using var services = new Services(one, two);
        var recording = new[] { one, two }.SelectMany((node, n) => Enumerable.Range(0, 4).Select(k => Task.Run(async () =>
        {
            for (var i = 1; i <= 50; i++)
            {
                await node.RecordAsync($"case/{n}-{k}", i, "张三");
            }
        })));
        await services.StartAsync();
        await Task.WhenAll(recording);
        foreach (var stream in Enumerable.Range(0, 8).Select(i => $"case/{i / 4}-{i % 4}"))
        {
            Assert.True(await one.Proofs.WaitSealedAsync(stream, TimeSpan.FromMinutes(1)), stream);
            Assert.True(ProofVerifier.Verify(await two.Proofs.ProofFileAsync(stream, (_, _) => true), one.Key.Verifier.ToString()).Holds, stream);
        }
        await CheckAsync(one, 400);
        Assert.Equal(await one.Publisher.PublishAsync(default), await two.Publisher.PublishAsync(default));
        Assert.Equal(await File.ReadAllTextAsync(one.Folder.CheckpointFile), await File.ReadAllTextAsync(two.Folder.CheckpointFile));
    }

    [Fact]
    public async Task A_restored_dump_is_whole_and_an_older_one_than_others_hold_never_goes_on()
    {
        var address = await store.Cluster.CreateDatabaseAsync();
        await using var log = await TestLog.OpenAsync(address);
        async Task GrowAsync(string stream)
        {
            for (var i = 1; i <= 5; i++)
            {
                await log.RecordAsync(stream, i, "张三");
            }
            await log.SealAllAsync();
            await log.Publisher.PublishAsync(default);
        }

        await GrowAsync("case/a");
        var before = await File.ReadAllTextAsync(log.Folder.CheckpointFile, TestContext.Current.CancellationToken);
        var dump = await store.Cluster.DumpAsync(address);
        await GrowAsync("case/b");
        var after = await File.ReadAllTextAsync(log.Folder.CheckpointFile, TestContext.Current.CancellationToken);

        await using var restored = Databases.Open(await store.Cluster.RestoreAsync(dump), "");
        var report = await LogCheck.RunAsync(restored, dataDirectory: null);
        Assert.Empty(report.Findings);
        Assert.Equal(5, report.Size);
        Assert.Null(await KnownCheckpoint.ContradictionAsync(restored, before));
        Assert.NotNull(await KnownCheckpoint.ContradictionAsync(restored, after));

        // The node whose published copy is farther on refuses to start on it; a node of a new folder goes on from where the dump stands.
        LogOpening Opening(LogFolder folder) => new(restored, TimeProvider.System, new FixedKeys(), new(), folder, new("zhuangjin.example/log"));
        await Assert.ThrowsAsync<InvalidDataException>(() => Opening(log.Folder).StartAsync(default));
        using var fresh = new TestFolder();
        await Opening(new(Path.Combine(fresh.Path, "log"))).StartAsync(default);
    }

    [Fact]
    public async Task Two_sequencers_without_a_lock_seal_everything_once()
    {
        var address = await store.Cluster.CreateDatabaseAsync();
        await using var one = await TestLog.OpenAsync(address);
        await using var two = await TestLog.OpenAsync(address);
        var recording = Task.Run(async () =>
        {
            for (var i = 1; i <= 200; i++)
            {
                await one.RecordAsync("case/a", i);
            }
        });
        var elsewhere = 0;
        var sealing = new[] { one, two, one, two }.Select(node => Task.Run(async () =>
        {
            while (!recording.IsCompleted)
            {
                try
                {
                    await node.Sequencer.SealAsync(default);
                }
                catch (SealedElsewhereException)
                {
                    Interlocked.Increment(ref elsewhere);
                }
            }
        }));
        await Task.WhenAll(sealing);
        await recording;
        await two.SealAllAsync();
        Assert.NotEqual(0, elsewhere);
        await CheckAsync(one, 200);
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_sealed_although_later_rows_went_before()
    {
        var address = await store.Cluster.CreateDatabaseAsync();
        await using var log = await TestLog.OpenAsync(address);
        var inside = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var late = log.Database.WriteAsync(async s =>
        {
            await log.Recorder.RecordAsync(s, Samples.Event("case/late", 1));
            await s.QueryAsync("select 1", r => r.GetInt32(0)); // sends what was deferred
            inside.SetResult();
            await release.Task;
            return 0;
        });
        await inside.Task;
        await log.RecordAsync("case/quick", 1);
        Assert.Equal(1, await log.SealAllAsync());
        release.SetResult();
        await late;
        Assert.Equal(1, await log.SealAllAsync());
        var rows = await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, 2));
        Assert.Equal(["case/quick", "case/late"], rows.Select(r => Entry.Read(r.Entry).Stream));
    }

    [Fact]
    public async Task Two_nodes_append_to_the_same_streams_and_none_has_a_gap()
    {
        var address = await store.Cluster.CreateDatabaseAsync();
        await using var one = await TestLog.OpenAsync(address);
        await using var two = await TestLog.OpenAsync(address);
        using var services = new Services(one, two);
        await services.StartAsync();
        var answers = await Task.WhenAll(new[] { one, two }.SelectMany(node => Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            var mine = new List<AppendedEvent>();
            for (var i = 0; i < 12; i++)
            {
                mine.Add(await node.AppendAsync($"deposit/{writer % 4}"));
            }
            return mine;
        }))));
        var all = answers.SelectMany(a => a).ToList();
        Assert.Equal(384, all.Select(a => a.EntryId).Distinct().Count());
        Assert.Contains(all, a => a.Index is not null); // by the node that seals
        Assert.Contains(all, a => a.Index is null); // by the other
        for (var stream = 0; stream < 4; stream++)
        {
            Assert.True(await one.Proofs.WaitSealedAsync($"deposit/{stream}", TimeSpan.FromMinutes(1)));
            Assert.Equal(96, ProofVerifier.Verify(await two.Proofs.ProofFileAsync($"deposit/{stream}", (_, _) => true), one.Key.Verifier.ToString()).Events.Count);
        }
        var places = (await one.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, 384))).ToDictionary(r => Entry.Read(r.Entry).Id, r => r.Place);
        Assert.All(all.Where(a => a.Index is not null), a => Assert.Equal(a.Index, places[a.EntryId]));
        await CheckAsync(one, 384);
    }

    [Fact]
    public async Task Appends_go_on_while_a_transaction_commits_late_and_that_is_sealed_too()
    {
        var address = await store.Cluster.CreateDatabaseAsync();
        await using var log = await TestLog.OpenAsync(address);
        using var services = new Services(log);
        await services.StartAsync();
        var inside = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var late = log.Database.WriteAsync(async s =>
        {
            await log.Recorder.RecordAsync(s, Samples.Event("case/late", 1));
            await s.QueryAsync("select 1", r => r.GetInt32(0)); // sends what was deferred
            inside.SetResult();
            await release.Task;
            return 0;
        });
        await inside.Task;
        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal(i, (await log.AppendAsync("case/quick")).Sequence);
        }
        var behind = log.AppendAsync("case/late"); // waits for its predecessor, and nobody else does
        Assert.Equal(21, (await log.AppendAsync("case/quick")).Sequence);
        Assert.False(behind.IsCompleted);
        release.SetResult();
        await late;
        Assert.Equal(2, (await behind).Sequence);
        Assert.True(await log.Proofs.WaitSealedAsync("case/late", TimeSpan.FromMinutes(1)));
        Assert.True(await log.Proofs.WaitSealedAsync("case/quick", TimeSpan.FromMinutes(1)));
        await CheckAsync(log, 23);
    }

    private static async Task CheckAsync(TestLog log, int size)
    {
        var rows = await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, size + 1));
        Assert.Equal(Enumerable.Range(0, size).Select(i => (long)i), rows.Select(r => r.Place));
        Assert.Equal(NaiveTree.Root([.. rows.Select(r => NaiveTree.Leaf(r.Entry))]), (await log.StateAsync()).Root);
        foreach (var stream in rows.Select(r => Entry.Read(r.Entry)).GroupBy(e => e.Stream))
        {
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(i => (long)i), stream.Select(e => e.Sequence));
        }
    }

    private sealed class Services(params TestLog[] nodes) : IDisposable
    {
        private readonly List<SealingService> _services =
            [.. nodes.Select(n => new SealingService(n.Database, n.Sequencer, n.Queue, n.Signals, TimeProvider.System, NullLogger<SealingService>.Instance))];

        public Task StartAsync() => Task.WhenAll(_services.Select(s => s.StartAsync(default)));

        public void Dispose()
        {
            foreach (var service in _services)
            {
                service.StopAsync(default).GetAwaiter().GetResult();
                service.Dispose();
            }
        }
    }
}
