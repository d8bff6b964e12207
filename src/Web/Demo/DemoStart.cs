using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Web.Demo;

/// <summary>Sets the demo's clock to the date of the story before anything else happens; a later start goes on from where the clock stands.</summary>
internal sealed class DemoStart(IDemoClock clock, DateTimeOffset start) : IStartUp
{
    public int Order => int.MinValue;

    public Task StartAsync(CancellationToken cancel) => clock.BeginAtAsync(start, cancel);
}
