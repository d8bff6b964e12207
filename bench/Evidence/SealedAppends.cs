using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Bench.Evidence;

/// <summary>Our log: each writer appends to a stream of its own through the port that deposits use, and is told the place under a signed checkpoint.</summary>
internal sealed class SealedAppends : IRacer
{
    private readonly IDatabase _database;
    private readonly SealingService _sealing;
    private readonly LogAppender _appender;
    private readonly int _writers;

    private SealedAppends(string name, IDatabase database, LogKey key, int writers)
    {
        var signals = new LogSignals();
        var recorder = new Recorder(TimeProvider.System, signals, new SubjectKeys(TimeProvider.System));
        var queue = new AppendQueue(signals);
        Name = name;
        _database = database;
        _writers = writers;
        _appender = new(database, recorder, queue);
        _sealing = new(database, new Sequencer(database, TimeProvider.System, key, Sha256TreeHash.Instance, recorder), queue, signals, TimeProvider.System, NullLogger<SealingService>.Instance);
    }

    public string Name { get; }

    public static async Task<IRacer> OpenAsync(string name, string address, string folder, int writers)
    {
        var database = Databases.Open(address, folder);
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of([new EvidenceModule()], database.Dialect), TimeProvider.System);
        var key = new LogKey();
        await new LogOpening(database, TimeProvider.System, new OneKey(), key, new LogFolder(folder), new("bench.example/log")).StartAsync(default);
        var racer = new SealedAppends(name, database, key, writers);
        await racer._sealing.StartAsync(default);
        while ((await racer.AppendAsync("deposit/first")).Index is null)
        {
        }
        return racer;
    }

    public async Task<Lap> RunAsync(TimeSpan each)
    {
        var start = Stopwatch.GetTimestamp();
        var took = await Task.WhenAll(Enumerable.Range(0, _writers).Select(writer => Task.Run(async () =>
        {
            var stream = $"deposit/4502/{writer:0000}";
            var times = new List<TimeSpan>();
            while (Stopwatch.GetElapsedTime(start) < each)
            {
                var began = Stopwatch.GetTimestamp();
                if ((await AppendAsync(stream)).Index is null)
                {
                    throw new InvalidOperationException("An append went through the outbox; then this is no measurement of sealed appends.");
                }
                times.Add(Stopwatch.GetElapsedTime(began));
            }
            return times;
        })));
        return Lap.Of(took.SelectMany(t => t), Stopwatch.GetElapsedTime(start));
    }

    public async ValueTask DisposeAsync()
    {
        await _sealing.StopAsync(default);
        _sealing.Dispose();
        await _database.DisposeAsync();
    }

    private Task<AppendedEvent> AppendAsync(string stream) => _appender.AppendAsync(stream, sequence => Event(stream, sequence));

    private static EvidenceEvent Event(string stream, long sequence) => new("deposit.made", stream, sequence, TimeProvider.System.GetUtcNow(), "office/4502", Facts, None);

    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, string> Facts = None.Add("sha256", Convert.ToBase64String(SHA256.HashData([])));

    private sealed class OneKey : IKeyVault
    {
        private readonly byte[] _seed = RandomNumberGenerator.GetBytes(32);

        public Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancel = default) => Task.FromResult(_seed);

        public Task<byte[]?> FindAsync(string name, CancellationToken cancel = default) => Task.FromResult<byte[]?>(_seed);
    }
}
