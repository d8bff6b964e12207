using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>What this room plugs in: the trace of every use.</summary>
internal static class TracingRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => [];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<SubjectHash>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<SubjectHash>());
        services.AddSingleton<UseRecorder>();
        services.AddSingleton<SubjectRuns>();
        services.AddSingleton<FilePeople>();
        services.AddSingleton<UseTrace>();
        services.AddSingleton<ILogFollower, UseFollower>();
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
    }
}
