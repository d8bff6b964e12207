using Zhuangjin.Cases;
using Zhuangjin.Certificates;
using Zhuangjin.Evidence;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Scenarios.AcceptanceCertificate;
using Zhuangjin.Security;

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
        new AcceptanceCertificateModule(),
    ];
}
