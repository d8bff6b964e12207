using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Check;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Operating;

/// <summary>Checks the whole log once a day on one node, as `zj fsck` does with the installation's secret, and keeps the outcome for the page of the log's health.</summary>
internal sealed class SelfCheck(IDatabase database, LogFolder folder, PrivateFields hidden, TimeProvider time, ILogger<SelfCheck> logger) : BackgroundService
{
    public const string Name = "check";

    private static readonly TimeSpan Every = TimeSpan.FromHours(24);

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await RunWhenDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "The daily check of the log could not be finished; it is tried again in {Pause}.", Look);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Checks when the last check is a day old; returns whether it did.</summary>
    public async Task<bool> RunWhenDueAsync(CancellationToken cancel)
    {
        await using var mine = await database.TryLockAsync("evidence.self-check", cancel);
        if (mine is null || (await database.ReadAsync(session => KeepingRun.LoadAsync(session, Name), cancel) is { } last && time.GetUtcNow() - last.At < Every))
        {
            return false;
        }
        var report = await StoredLogCheck.RunAsync(database, Path.GetDirectoryName(folder.Path), progress: null, hidden, cancel);
        var first = report.Findings.Count == 0 ? "" : $"{report.Findings[0].Place}: {report.Findings[0].What.Code}";
        if (report.Findings.Count > 0)
        {
            logger.LogCritical("The daily check of the log found {Count} faults, the first at {First}. Run 'zj fsck'.", report.Findings.Count, first);
        }
        await database.WriteAsync(session => new KeepingRun(Name, time.GetUtcNow(), report.Findings.Count == 0, report.Size, first).SaveAsync(session), cancel);
        return true;
    }
}
