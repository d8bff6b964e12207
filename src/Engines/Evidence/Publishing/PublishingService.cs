using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Sealing;

namespace Zhuangjin.Evidence.Publishing;

/// <summary>Keeps this node's published copy up to date; every node has its own, from the shared database.</summary>
internal sealed class PublishingService(Publisher publisher, LogSignals signals, TimeProvider time, ILogger<PublishingService> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Look;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = Task.WhenAny(signals.Sealed.Next, signals.Cosigned.Next);
                await publisher.PublishAsync(stoppingToken);
                pause = Look;
                await Signal.WaitAsync(next, Look, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogError(e, "Publishing the log failed; the sealed log in the database is unharmed. The next attempt follows in {Pause}.", pause);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
