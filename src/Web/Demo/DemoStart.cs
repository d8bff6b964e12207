using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Web.Demo;

/// <summary>Sets the demo's clock to the date of the story before anything else happens.</summary>
internal sealed class DemoStart(MovableTime time, DateTimeOffset start) : IStartUp
{
    public int Order => int.MinValue;

    public Task StartAsync(CancellationToken cancel)
    {
        time.ShiftTo(start);
        return Task.CompletedTask;
    }
}
