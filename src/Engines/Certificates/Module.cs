using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zhuangjin.Certificates.Checking;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Following;
using Zhuangjin.Certificates.Holding;
using Zhuangjin.Certificates.Inspecting;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Offline;
using Zhuangjin.Certificates.Presenting;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Certificates.Revoking;
using Zhuangjin.Certificates.Seals;
using Zhuangjin.Certificates.Seals.Changing;
using Zhuangjin.Certificates.Seals.Checking;
using Zhuangjin.Certificates.Seals.Making;
using Zhuangjin.Certificates.Seals.Pages;
using Zhuangjin.Certificates.Seals.Using;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Certificates.Types;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates;

/// <summary>Manifest of the Certificates engine.</summary>
public sealed class CertificatesModule : IModule
{
    public string Name => "certificates";

    public IReadOnlyList<NavigationEntry> Navigation =>
    [
        new(NavigationArea.Mine, "certificates.nav.mine", "/certificates/mine", 30, "signed-in"),
        new(NavigationArea.Work, "certificates.nav.issued", "/certificates/issued", 65, Permissions.CertificatesRevoke),
        new(NavigationArea.Mine, "certificates.nav.seals", "/seals", 31, "signed-in"),
        new(NavigationArea.Trust, "certificates.nav.check", "/verify", 80),
    ];

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.TryAddSingleton<FontShelf>();
        services.AddSingleton(provider => new CheckAddress(settings, provider.GetServices<IScanPage>()));
        services.AddSingleton<CertificatePrinter>();
        services.AddSingleton<CertificateStore>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<Issuer>();
        services.AddSingleton<Checker>();
        services.AddSingleton<Revoker>();
        services.AddSingleton<CertificateRights>();
        services.AddSingleton<ICertificates, StoredCertificates>();
        services.AddSingleton<ILogFollower, OrderFollower>();
        services.AddSingleton<ILogFollower, VoidFollower>();
        services.AddSingleton<ILogFollower, SealFollower>();
        services.AddSingleton<ILogFollower, UseFollower>();
        AddSeals(services);
        services.AddSingleton<PresentationStore>();
        services.AddSingleton<Presenter>();
        services.AddSingleton<PresentationFiles>();
        services.AddSingleton<StatusLists>();
        services.AddSingleton<Inspector>();
        services.AddSingleton<TypeCatalogue>();
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        CheckEndpoints.Map(endpoints);
        CheckApi.Map(endpoints);
        HoldingEndpoints.Map(endpoints);
        RevokeEndpoints.Map(endpoints);
        IssuerEndpoints.Map(endpoints);
        SealEndpoints.Map(endpoints);
        SealUseEndpoints.Map(endpoints);
        SealChangeEndpoints.Map(endpoints);
        SealCheckEndpoints.Map(endpoints);
        SealUnitEndpoints.Map(endpoints);
        SealApi.Map(endpoints);
        PresentEndpoints.Map(endpoints);
        LookEndpoints.Map(endpoints);
        StatusLists.Map(endpoints);
        InspectEndpoints.Map(endpoints);
        TypeEndpoints.Map(endpoints);
    }

    private static void AddSeals(IServiceCollection services)
    {
        services.AddSingleton<SealStore>();
        services.AddSingleton<SealUses>();
        services.AddSingleton<SealKeys>();
        services.AddSingleton<SealRights>();
        services.AddSingleton<SealMaker>();
        services.AddSingleton<Sealer>();
        services.AddSingleton<SealChanger>();
        services.AddSingleton<SealChecker>();
        services.AddSingleton<ISeals, StoredSeals>();
        services.AddSingleton<ISealSamples, SealSamples>();
    }
}
