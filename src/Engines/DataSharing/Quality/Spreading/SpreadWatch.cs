using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Quality.Spreading;

/// <summary>Lets this node help with runs that another one has begun. One process with SQLite has nobody to help.</summary>
internal sealed class SpreadWatch(JobStore store, JobWorker worker, QualityRuns runs, IDatabase database, TimeProvider time, ILogger<SpreadWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (database.Dialect != Dialect.Sqlite && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var run in await store.RunsAsync(stoppingToken))
                {
                    await worker.WorkAsync(run, await runs.InputsAsync(run, stoppingToken), toTheEnd: false, stoppingToken);
                }
            }
            catch (OperationCanceledException)
            {
                // The program ends, or a job's lock was lost; then another node does the job.
            }
            catch (Exception fault)
            {
                logger.LogError(fault, "This node cannot help with a run of quality rules; it tries again in {Seconds} s.", Pause.TotalSeconds);
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
