using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Sealing;

namespace Zhuangjin.Evidence.Keys;

/// <summary>Looks on every node whether the log's keys have changed, and puts an announced key into force.</summary>
internal sealed class KeyService(KeyRotation rotation, LogSignals signals, TimeProvider time, ILogger<KeyService> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await rotation.TakeEffectAsync(stoppingToken))
                {
                    signals.Sealed.Pulse(); // the checkpoint has a new signature: publish it
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "The log's keys could not be brought up to date; the next attempt follows in {Pause}.", Look);
            }
            await Task.Delay(Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
