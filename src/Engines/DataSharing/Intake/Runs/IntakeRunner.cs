using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.DataSharing.Intake.Sources;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Intake.Runs;

/// <summary>Works runs off, oldest first, on one node at a time. One that was stopped goes on behind its last safe piece.</summary>
internal sealed partial class IntakeRunner(IDatabase database, IntakeRunStore store, IntakeWork work, SourcePull pull, ShardStore shards, IServiceProvider services, ILogger<IntakeRunner> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _wake = new(0);

    public void Wake() => _wake.Release();

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    /// <summary>Works off what waits now; returns when nothing does, or another node is at it.</summary>
    public async Task RunAllAsync(CancellationToken cancel)
    {
        if ((await store.OpenAsync(cancel)).Count == 0 && (await pull.DueAsync(cancel)).Count == 0)
        {
            return;
        }
        await using var mine = await database.TryLockAsync("sharing.intake", cancel);
        if (mine is null)
        {
            return;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, mine.Lost);
        foreach (var left in Directory.EnumerateFiles(shards.Drafts, ChunkWriter.Prefix + "*"))
        {
            File.Delete(left);
        }
        // What a table gave before is published first: its cursor decides what is new.
        await WorkAsync(either.Token);
        foreach (var source in await pull.DueAsync(either.Token))
        {
            await pull.PullAsync(source, either.Token);
        }
        await WorkAsync(either.Token);
    }

    private async Task WorkAsync(CancellationToken cancel)
    {
        foreach (var id in await store.OpenAsync(cancel))
        {
            await work.RunAsync(id, cancel);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before the program answers: a large file would hold back its start.
        await ProgramStarted.WaitAsync(services, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAllAsync(stoppingToken);
                await _wake.WaitAsync(Pause, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // The program ends, or the lock was lost; then another node goes on.
            }
            catch (Exception fault)
            {
                // What runs stays running: the next round goes on where this one stopped.
                Failed(log, fault);
                await Task.Delay(Pause, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "An intake of data stopped and will go on")]
    private static partial void Failed(ILogger log, Exception fault);
}
