using Microsoft.Extensions.Hosting;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Web.Demo;

/// <summary>Sets the clock of a fresh demo to the date of the story once the records of the weeks before are made, each at its own date; a later start goes on
/// from where the clock stands. The last of the hosted services before the web server listens.</summary>
internal sealed class DemoStart(IDemoClock clock, DateTimeOffset start) : IHostedService
{
    /// <summary>The day on which Baise first handed over a certificate at the acceptance itself.</summary>
    public static readonly DateTimeOffset Default = ChinaTime.At(new(2022, 8, 16), new(9, 0));

    public Task StartAsync(CancellationToken cancellationToken) => clock.BeginAtAsync(start, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
