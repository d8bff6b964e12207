using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>What this room plugs in: how data come in.</summary>
internal static class IntakeRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation => [];

    public static void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<IntakeDesk>();
        services.AddSingleton<Contracts.IDataIntake>(p => p.GetRequiredService<IntakeDesk>());
    }

    public static void Map(IEndpointRouteBuilder endpoints) => IntakeEndpoints.Map(endpoints);
}
