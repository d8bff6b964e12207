using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Scenarios.AcceptanceCertificate;
using Zhuangjin.Scenarios.EvidenceScenes;
using Zhuangjin.Security;
using Zhuangjin.Web.Wiring;

namespace Zhuangjin.Web;

/// <summary>The one list of what is plugged in, and where one engine's port meets another's contract.</summary>
public static class Plugged
{
    public static IReadOnlyList<IModule> Modules { get; } =
    [
        new WebModule(),
        new EvidenceModule(),
        new SecurityModule(),
        new CasesModule(),
        new CertificatesModule(),
        new EvidenceScenesModule(),
        new AcceptanceCertificateModule(),
    ];

    /// <summary>Answers each engine's questions to others by the contract of the one that knows.</summary>
    public static void AddPorts(IServiceCollection services)
    {
        services.AddSingleton(new PackAssembly(typeof(AcceptanceCertificateModule).Assembly));
        services.AddSingleton<ICertificateOrders, OrdersFromCases>();
        services.AddSingleton<IHeldCertificates, MaterialsFromCertificates>();
        services.AddSingleton<ILogOperators, OperatorsFromAccess>();
        services.AddSingleton<IErasureSubjects, SubjectsFromPlatform>();
        services.AddSingleton<IDepositors, DepositorsFromAccess>();
        services.AddSingleton<IActorNames, ActorNamesFromOrganisations>();
    }
}
