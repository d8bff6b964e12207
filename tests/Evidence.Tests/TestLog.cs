using Microsoft.Extensions.Logging.Abstractions;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Proofs;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A log in a fresh embedded store (or one node's view of a shared one), sealed and published only when the test says so.</summary>
internal sealed class TestLog : IAsyncDisposable
{
    private readonly TestFolder _files = new();

    private TestLog(IDatabase? database)
    {
        Database = database ?? Databases.Open(Databases.DefaultAddress, _files.Path);
        Subjects = new(TimeProvider.System);
        Hidden = new(Subjects);
        Recorder = new(TimeProvider.System, Signals, Subjects);
        Sequencer = new(Database, TimeProvider.System, Key, Sha256TreeHash.Instance, Recorder);
        Queue = new(Signals);
        Appender = new LogAppender(Database, Recorder, Queue);
        Sealing = new(Database, Sequencer, Queue, Signals, TimeProvider.System, NullLogger<SealingService>.Instance);
        Folder = new(Path.Combine(_files.Path, "log"));
        Publisher = new(Database, Folder);
        Proofs = new(Database, Sha256TreeHash.Instance, Signals, TimeProvider.System, Hidden);
        National = new(Database, new(), _files.Path);
    }

    public LogSignals Signals { get; } = new();
    public SubjectKeys Subjects { get; }
    public PrivateFields Hidden { get; }
    public LogKey Key { get; } = new();
    public IDatabase Database { get; }
    public string DataDirectory => _files.Path;
    public StoredProofs Proofs { get; }
    public Recorder Recorder { get; }
    public Sequencer Sequencer { get; }
    public AppendQueue Queue { get; }
    public LogAppender Appender { get; }

    /// <summary>Seals by itself once it is started.</summary>
    public SealingService Sealing { get; }
    public LogFolder Folder { get; }
    public Publisher Publisher { get; }
    public NationalLog National { get; }

    /// <param name="address">The address of a shared store; null for an embedded one.</param>
    public static async Task<TestLog> OpenAsync(string? address = null)
    {
        var log = new TestLog(address is null ? null : Databases.Open(address, ""));
        await MigrationRunner.ApplyAsync(log.Database, MigrationRunner.Of([new EvidenceModule()], log.Database.Dialect), TimeProvider.System);
        await log.StartAsync();
        return log;
    }

    /// <summary>What every start of the program does first.</summary>
    public async Task StartAsync()
    {
        await new SubjectKeysOpening(Database, new FixedKeys(), Subjects).StartAsync(default);
        await new LogOpening(Database, TimeProvider.System, new FixedKeys(), Key, Folder, new("zhuangjin.example/log")).StartAsync(default);
        await new NationalOpening(Database, TimeProvider.System, new FixedKeys(), Key, National).StartAsync(default);
    }

    public Task<string> RecordAsync(string stream, long sequence, string? secret = null) =>
        Database.WriteAsync(session => Recorder.RecordAsync(session, Samples.Event(stream, sequence, secret)));

    public Task<AppendedEvent> AppendAsync(string stream, string? secret = null) => Appender.AppendAsync(stream, sequence => Samples.Event(stream, sequence, secret));

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

    public async ValueTask DisposeAsync()
    {
        await Sealing.StopAsync(default);
        Sealing.Dispose();
        await Database.DisposeAsync();
        _files.Dispose();
    }
}

/// <summary>A vault that always holds the same keys.</summary>
internal sealed class FixedKeys : IKeyVault
{
    private static readonly byte[] Seed = [.. Enumerable.Repeat((byte)7, 32)];

    private static readonly byte[] Sm2 = Sm2PrivateKey.FromNumber(Seed).ToPkcs8();

    public Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancel = default) => Task.FromResult(Of(name));

    public Task<byte[]?> FindAsync(string name, CancellationToken cancel = default) => Task.FromResult<byte[]?>(Of(name));

    private static byte[] Of(string name) => name.EndsWith("-gm", StringComparison.Ordinal) ? Sm2
        : name.StartsWith("evidence.log.", StringComparison.Ordinal) ? System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))
        : Seed;
}
