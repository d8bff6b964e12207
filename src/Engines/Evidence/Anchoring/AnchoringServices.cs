using Microsoft.Extensions.DependencyInjection;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>The services of anchoring.</summary>
internal static class AnchoringServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(AnchorSettings.Of);
        services.AddSingleton<AnchorSignal>();
        services.AddSingleton(_ => new OutsideWeb());
        services.AddSingleton<TimeStampAnchoring>();
        services.AddSingleton<PeerSearch>();
        services.AddSingleton<PeerEntering>();
        services.AddSingleton<AnchorStanding>();
        services.AddHostedService<AnchoringService>();
    }
}
