using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Web.Demo;

/// <summary>POST /demo/clock: a visitor of the demo moves the clock on. There is no such address in service.</summary>
internal static class DemoEndpoints
{
    /// <summary>The day on which Baise first handed over a certificate at the acceptance itself.</summary>
    private static readonly DateTimeOffset Start = ChinaTime.At(new(2022, 8, 16), new(9, 0));

    /// <summary>Called last: the stories are told, and the clock is set, when every module runs.</summary>
    public static void AddDemo(this IServiceCollection services, NodeOptions options)
    {
        if (options.Demo)
        {
            services.AddSingleton<StoryBook>();
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<DemoStories>(provider, options.DemoStart ?? Start));
        }
    }

    public static void Map(WebApplication app)
    {
        if (app.Services.GetRequiredService<NodeOptions>().Demo)
        {
            app.MapPost("/demo/clock", Move);
        }
    }

    private static async Task<IResult> Move(HttpContext http, TimeProvider time, IDemoClock clock, IWorkCalendars calendars)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var now = time.GetUtcNow().ToChina();
        var next = calendars.Current.Due(now.ChinaDate(), new Limit(1, TimeBasis.WorkingDay)).Date;
        await clock.MoveToAsync(ChinaTime.At(next, TimeOnly.FromDateTime(now.DateTime)), http.RequestAborted);
        return Results.LocalRedirect(LocalAddress(form["back"]));
    }

    /// <summary>The address to go back to; anything that is not a path of this site leads home.</summary>
    internal static string LocalAddress(string? back) =>
        back is ['/', ..] && !back.StartsWith("//", StringComparison.Ordinal) && !back.Contains('\\', StringComparison.Ordinal) && !back.Any(char.IsControl) ? back : "/";
}
