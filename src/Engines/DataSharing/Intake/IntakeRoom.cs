using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Intake.Pages;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.DataSharing.Intake.Sources;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>What this room plugs in: how data come in.</summary>
internal static class IntakeRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => [];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<IntakeSettings>();
        services.AddSingleton<IntakeHeadings>();
        services.AddSingleton<IntakeRunStore>();
        services.AddSingleton<SourceBox>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<SourceBox>());
        services.AddSingleton<SourceStore>();
        services.AddSingleton<SourcePull>();
        services.AddSingleton<SourceDesk>();
        services.AddSingleton<VersionMerge>();
        services.AddSingleton<IntakeWork>();
        services.AddSingleton<IntakeRunner>();
        services.AddHostedService(p => p.GetRequiredService<IntakeRunner>());
        services.AddSingleton<IntakeDesk>();
        services.AddSingleton<Contracts.IDataIntake>(p => p.GetRequiredService<IntakeDesk>());
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        IntakeEndpoints.Map(endpoints);
        IntakeApi.Map(endpoints);
        SourceEndpoints.Map(endpoints);
    }
}
