using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Asking;
using Zhuangjin.DataSharing.BaseLibraries;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Collecting;
using Zhuangjin.DataSharing.Intake;
using Zhuangjin.DataSharing.Quality;
using Zhuangjin.DataSharing.Sharing;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing;

/// <summary>Manifest of the DataSharing engine.</summary>
public sealed class DataSharingModule : IModule
{
    public string Name => "sharing";

    public IReadOnlyList<NavigationEntry> Navigation =>
    [
        .. CatalogueRoom.Navigation,
        .. IntakeRoom.Navigation,
        .. SharingRoom.Navigation,
        .. TracingRoom.Navigation,
        .. AskingRoom.Navigation,
        .. CollectingRoom.Navigation,
        .. QualityRoom.Navigation,
    ];

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<ShardStore>(p, settings.DataDirectory));
        services.AddSingleton<RecordIndexes>();
        CatalogueRoom.AddServices(services, settings);
        IntakeRoom.AddServices(services, settings);
        SharingRoom.AddServices(services, settings);
        TracingRoom.AddServices(services, settings);
        AskingRoom.AddServices(services, settings);
        CollectingRoom.AddServices(services, settings);
        BaseLibrariesRoom.AddServices(services, settings);
        QualityRoom.AddServices(services, settings);
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        CatalogueRoom.Map(endpoints);
        IntakeRoom.Map(endpoints);
        SharingRoom.Map(endpoints);
        TracingRoom.Map(endpoints);
        AskingRoom.Map(endpoints);
        CollectingRoom.Map(endpoints);
        QualityRoom.Map(endpoints);
    }
}
