using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Deposits;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Evidence.Following;
using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Operating;
using Zhuangjin.Evidence.Pages;
using Zhuangjin.Evidence.Paper;
using Zhuangjin.Evidence.Proofs;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence;

/// <summary>Manifest of the Evidence engine.</summary>
public sealed class EvidenceModule : IModule
{
    public string Name => "evidence";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<LogSignals>();
        services.AddSingleton<SubjectKeys>();
        services.AddSingleton<PrivateFields>();
        services.AddSingleton<IStartUp, SubjectKeysOpening>();
        services.AddSingleton(new ErasureJournal(settings));
        services.AddSingleton<IStartUp, ErasuresAgain>();
        services.AddSingleton<IErasure, Erasure>();
        services.AddSingleton<Recorder>();
        services.AddSingleton<IEvidenceRecorder>(s => s.GetRequiredService<Recorder>());
        services.AddSingleton<AppendQueue>();
        services.AddSingleton<ILogAppender, LogAppender>();
        services.AddSingleton<ITreeHash>(Sha256TreeHash.Instance);
        services.AddSingleton(LogOrigin.Of(settings.PublicAddress));
        services.AddSingleton(provider => new LogKey(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LogKeyRing>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<IKeyRotation>(s => s.GetRequiredService<KeyRotation>());
        services.AddHostedService<KeyService>();
        services.AddSingleton<OperatingReader>();
        services.AddSingleton<LogGrowth>();
        services.AddSingleton<PrometheusText>();
        services.AddHostedService<SelfCheck>();
        services.AddSingleton(new LogFolder(settings));
        services.AddSingleton<IStartUp, LogOpening>();
        services.AddSingleton<Sequencer>();
        services.AddHostedService<SealingService>();
        services.AddSingleton<Publisher>();
        services.AddHostedService<PublishingService>();
        NationalServices.Add(services, settings);
        DepositServices.Add(services);
        AnchoringServices.Add(services);
        services.AddSingleton(s => WitnessPolicy.Of(s, settings));
        services.AddSingleton<IStartUp, WitnessPolicyOpening>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<DemoWitnesses>(s, settings, (Func<PhraseBook>)s.GetRequiredService<PhraseBook>));
        services.AddHostedService<WitnessingService>();
        services.AddHostedService<FollowingService>();
        services.AddSingleton<ILogHealth, StoredHealth>();
        services.AddSingleton<ISealedEvents, StoredEvents>();
        services.AddSingleton<StoredProofs>();
        services.AddSingleton<IProofs>(s => s.GetRequiredService<StoredProofs>());
        CertificateServices.Add(services, settings);
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        LogEndpoints.Map(endpoints);
        PageEndpoints.Map(endpoints);
        KeyEndpoints.Map(endpoints);
        ErasurePages.Map(endpoints);
        DepositServices.Map(endpoints);
        AnchorPages.Map(endpoints);
        OperatingEndpoints.Map(endpoints);
    }

    public IReadOnlyList<NavigationEntry> Navigation { get; } = [new(NavigationArea.Trust, "evidence.nav", "/evidence", 81), new(NavigationArea.Trust, "evidence.own.nav", "/evidence/deposits/own", 82, "security.administer")];
}
