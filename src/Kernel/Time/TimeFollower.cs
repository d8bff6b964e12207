using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Kernel.Time;

/// <summary>Loads the calendar and the demo's clock before the first request, and follows afterwards what other nodes make of them.</summary>
internal sealed class TimeFollower(WorkCalendars calendars, DemoClock? clock, MovableTime time, ILogger<TimeFollower> log) : BackgroundService, IStartUp
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Before all that asks for the time.</summary>
    public int Order => int.MinValue;

    async Task IStartUp.StartAsync(CancellationToken cancel) => await RefreshAsync(cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogWarning(fault, "The calendar and clock could not be read; trying again in {Pause}.", Pause);
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        await calendars.RefreshAsync(cancel);
        if (clock is not null)
        {
            await clock.RefreshAsync(cancel);
        }
    }
}
