using Zhuangjin.Evidence.National;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The national tree over a test log, extended and published only when the test says so.</summary>
internal sealed class NationalFixture : IAsyncDisposable
{
    private NationalFixture(TestLog log)
    {
        Log = log;
        Sealer = new(log.Database, Clock, log.National.Key);
        Proofs = new(log.Database);
        Binding = new(log.Database, Clock, log.Recorder, new(TimeSpan.FromHours(1)));
    }

    public TestLog Log { get; }
    public NationalLog National => Log.National;
    public NationalSealer Sealer { get; }
    public NationalProofs Proofs { get; }
    public RootsBinding Binding { get; }
    public Clock Clock { get; } = new();

    public static async Task<NationalFixture> OpenAsync(string? address = null) => new(await TestLog.OpenAsync(address));

    public Task StartAsync(IKeyVault? keys = null) => new NationalOpening(Log.Database, TimeProvider.System, keys ?? new FixedKeys(), Log.Key, National).StartAsync(default);

    /// <summary>Records and seals events of a stream of their own.</summary>
    public async Task GrowAsync(string stream, int count)
    {
        await Log.Database.WriteAsync(async (ISession session) =>
        {
            for (var i = 1; i <= count; i++)
            {
                await Log.Recorder.RecordAsync(session, Samples.Event(stream, i));
            }
            return 0;
        });
        await Log.SealAllAsync();
    }

    /// <summary>Extends as far as the main log goes, and publishes both.</summary>
    public async Task<long> FollowAsync()
    {
        while (await Sealer.ExtendAsync(default) > 0)
        {
        }
        await Log.Publisher.PublishAsync(default);
        return await National.Publisher.PublishAsync(default);
    }

    public ValueTask DisposeAsync() => Log.DisposeAsync();
}

/// <summary>Always the same SM2 key.</summary>
internal sealed class Sm2Vault(byte number) : IKeyVault
{
    private readonly byte[] _key = Sm2PrivateKey.FromNumber([number]).ToPkcs8();

    public Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancel = default) => Task.FromResult(_key);

    public Task<byte[]?> FindAsync(string name, CancellationToken cancel = default) => Task.FromResult<byte[]?>(_key);
}

internal sealed class Clock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = ChinaTime.At(new(2022, 8, 16), new(9, 0));

    public override DateTimeOffset GetUtcNow() => Now;
}
