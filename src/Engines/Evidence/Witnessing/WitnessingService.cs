using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Witnessing;

/// <summary>Asks the witnesses of the policy for cosignatures, on one node at a time and beside the sealing.</summary>
internal sealed class WitnessingService(IDatabase database, WitnessPolicy policy, DemoWitnesses demo, LogSignals signals, TimeProvider time, ILogger<WitnessingService> logger) : BackgroundService
{
    private static readonly TimeSpan TakeOver = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the start of the program does not wait for witnesses
        var invented = await demo.StartAsync(stoppingToken);
        try
        {
            await WitnessAsync(stoppingToken);
        }
        finally
        {
            await Task.WhenAll(invented.Select(w => w.DisposeAsync().AsTask()));
        }
    }

    private async Task WitnessAsync(CancellationToken stoppingToken)
    {
        if (policy.Policy is not { } rules || rules.Witnesses.All(w => w.Address is null))
        {
            return;
        }
        using var web = WitnessClient.Web();
        var pause = TakeOver;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var mine = await database.TryLockAsync("evidence.witnesses", stoppingToken);
                if (mine is not null)
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, mine.Lost);
                    await new WitnessRound(database, rules, new(database, web), signals, time, logger).RunAsync(either.Token);
                }
                await Task.Delay(TakeOver, time, stoppingToken);
                pause = TakeOver;
            }
            catch (OperationCanceledException)
            {
                // The program ends, or the lock is lost; in the second case it is taken again.
            }
            catch (Exception e)
            {
                logger.LogError(e, "Asking the witnesses failed; the log is sealed all the same. The next attempt follows in {Pause}.", pause);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
