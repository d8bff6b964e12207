using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.DataSharing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Scenarios.AcceptanceCertificate;
using Zhuangjin.Scenarios.BusinessExit;
using Zhuangjin.Scenarios.CityManagement;
using Zhuangjin.Scenarios.BusinessRegistration;
using Zhuangjin.Scenarios.DataQuality;
using Zhuangjin.Scenarios.DataSharing;
using Zhuangjin.Scenarios.EvidenceScenes;
using Zhuangjin.Scenarios.ProjectApproval;
using Zhuangjin.Notices;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Scenarios.SealsAndLicences;
using Zhuangjin.Security;
using Zhuangjin.Web.Wiring;

namespace Zhuangjin.Web;

/// <summary>The one list of what is plugged in, and where one engine's port meets another's contract.</summary>
public static class Plugged
{
    public static IReadOnlyList<IModule> Engines { get; } =
    [
        new WebModule(),
        new EvidenceModule(),
        new SecurityModule(),
        new CasesModule(),
        new CertificatesModule(),
        new NoticesModule(),
        new DataSharingModule(),
    ];

    /// <summary>Services on top of the engines. A deployment may switch each of them off.</summary>
    public static IReadOnlyList<IScenario> Scenarios { get; } =
    [
        new CityManagementModule(),
        new EvidenceScenesModule(),
        new AcceptanceCertificateModule(),
        new BusinessExitModule(),
        new SealsAndLicencesModule(),
        new ProjectApprovalModule(),
        new BusinessRegistrationModule(),
        new DataSharingScenarioModule(),
        new DataQualityModule(),
    ];

    /// <summary>Everything, on or off: tables and texts are of all.</summary>
    public static IReadOnlyList<IModule> Modules { get; } = [.. Engines, .. Scenarios];

    /// <summary>What runs when only the named scenarios are on; all of them when none is named.</summary>
    /// <exception cref="InvalidOperationException">There is no scenario of such a name.</exception>
    public static IReadOnlyList<IModule> Running(IReadOnlyCollection<string>? scenarios)
    {
        if (scenarios is null)
        {
            return Modules;
        }
        if (scenarios.FirstOrDefault(name => !Scenarios.Any(s => s.Folder == name)) is { } unknown)
        {
            throw new InvalidOperationException($"There is no scenario '{unknown}'. Choose among {string.Join(", ", Scenarios.Select(s => s.Folder))}, or name none to switch all on.");
        }
        return [.. Engines, .. Scenarios.Where(s => scenarios.Contains(s.Folder, StringComparer.Ordinal))];
    }

    /// <summary>Answers each engine's questions to others by the contract of the one that knows.</summary>
    public static void AddPorts(IServiceCollection services)
    {
        services.AddSingleton<ICertificateOrders, OrdersFromCases>();
        services.AddSingleton<IVoidingOrders, VoidsFromCases>();
        services.AddSingleton<ICertificateUses, UsesFromCases>();
        services.AddSingleton<IHeldCertificates, MaterialsFromCertificates>();
        services.AddSingleton<ILogOperators, OperatorsFromAccess>();
        services.AddSingleton<IErasureSubjects, SubjectsFromPlatform>();
        services.AddSingleton<IDepositors, DepositorsFromAccess>();
        services.AddSingleton<NoticeWords>();
        services.AddSingleton<INoticeSource, NoticesFromCases>();
        services.AddSingleton<INoticeSource, NoticesFromMeetings>();
        services.AddSingleton<INoticeSource, NoticesFromSupervision>();
        services.AddSingleton<INoticeSource, NoticesFromPool>();
        services.AddSingleton<IActorNames, ActorNamesFromOrganisations>();
        services.AddSingleton<IRequestReviews, RequestsThroughCases>();
        services.AddSingleton<IMendingCases, MendingThroughCases>();
        services.AddSingleton<ILogFollower, RequestsFromCases>();
        services.AddSingleton<IPoolItems, FormsFromPool>();
        services.AddSingleton<ILogFollower, CorrectionsFromCases>();
        services.AddSingleton<IChangePosts, ChangePostsThroughNotices>();
        services.AddSingleton<IReceiverBook, ChangeReceiversOfPool>();
    }
}
