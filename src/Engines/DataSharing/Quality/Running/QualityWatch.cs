using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Quality.Running;

/// <summary>Runs what is due, on one node at a time: after new data have come in, after rules have changed, and once a day.</summary>
internal sealed class QualityWatch(QualityTurn turn, IDatabase database, TimeProvider time, IServiceProvider services, ILogger<QualityWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before the program answers: a million rows would hold back its start, and a demo's clock still runs through its story.
        await ProgramStarted.WaitAsync(services, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var mine = await database.TryLockAsync("sharing.quality", stoppingToken);
                if (mine is not null)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, mine.Lost);
                    await turn.TakeAsync(only: null, either.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // The program ends, or the lock was lost; then another node runs.
            }
            catch (Exception fault)
            {
                logger.LogError(fault, "A run of quality rules failed; it is tried again in {Seconds} s.", Pause.TotalSeconds);
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
