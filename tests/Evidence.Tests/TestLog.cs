using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A log in a fresh embedded store, sealed and published only when the test says so.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private readonly TestDatabase _store;

    private TestLog(TestDatabase store, LogKey key)
    {
        _store = store;
        Key = key;
        Recorder = new(TimeProvider.System, Signals);
        Sequencer = new(Database, TimeProvider.System, key, Sha256TreeHash.Instance);
        Folder = new(Path.Combine(store.DataDirectory, "log"));
        Publisher = new(Database, Folder);
    }

    public LogSignals Signals { get; } = new();
    public LogKey Key { get; }
    public IDatabase Database => _store.Database;
    public Recorder Recorder { get; }
    public Sequencer Sequencer { get; }
    public LogFolder Folder { get; }
    public Publisher Publisher { get; }

    public static async Task<TestLog> OpenAsync()
    {
        var log = new TestLog(await TestDatabase.OpenAsync(new EvidenceModule()), new LogKey());
        await log.StartAsync();
        return log;
    }

    /// <summary>What every start of the program does first.</summary>
    public Task StartAsync() => new LogOpening(Database, TimeProvider.System, new FixedKeys(), Key, Folder, new("zhuangjin.example/log")).StartAsync(default);

    public Task<string> RecordAsync(string stream, long sequence, string? secret = null) =>
        Database.WriteAsync(session => Recorder.RecordAsync(session, Samples.Event(stream, sequence, secret)));

    public async Task<int> SealAllAsync()
    {
        var sum = 0;
        while (await Sequencer.SealAsync(default) is > 0 and var count)
        {
            sum += count;
        }
        return sum;
    }

    public async Task<LogState> StateAsync() => (await Database.ReadAsync(LogState.LoadAsync))!;

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}

/// <summary>A vault that always holds the same key.</summary>
internal sealed class FixedKeys : IKeyVault
{
    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)7, 32)];

    public Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancel = default) => Task.FromResult(Seed);

    public Task<byte[]?> FindAsync(string name, CancellationToken cancel = default) => Task.FromResult<byte[]?>(Seed);
}
