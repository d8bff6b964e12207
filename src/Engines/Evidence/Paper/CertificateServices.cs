using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Paper;

/// <summary>The services of printed evidence certificates.</summary>
internal static class CertificateServices
{
    public static void Add(IServiceCollection services, ModuleSettings settings)
    {
        services.TryAddSingleton<FontShelf>();
        services.AddSingleton(s => CertificateSettings.Of(s, settings));
        services.AddSingleton(s => new CertificateWords(s.GetRequiredService<PhraseBook>(), s.GetService<IActorNames>()));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<CertificatePaper>(s, settings));
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<EvidenceCertificates>(s, settings));
        services.AddSingleton<IEvidenceCertificates>(s => s.GetRequiredService<EvidenceCertificates>());
    }
}
