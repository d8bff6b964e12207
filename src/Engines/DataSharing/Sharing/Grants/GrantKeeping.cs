using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.DataSharing.Sharing.Grants;

/// <summary>Writes into the log which grants have run out, and opens cases for requests that the program stopped before. Grants end by their date alone; nobody waits for this.</summary>
internal sealed class GrantKeeping(GrantStore grants, SharingDesk desk, TimeProvider time, ILogger<GrantKeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await grants.EndExpiredAsync(time.GetUtcNow().ChinaDate(), stoppingToken);
                await desk.OpenMissingAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Grants that have run out could not be written into the log; the next attempt follows in {Pause}.", Look);
            }
        }
    }
}
