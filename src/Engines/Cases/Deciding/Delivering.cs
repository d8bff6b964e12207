using System.Text.RegularExpressions;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>The certificate is made, and handed over.</summary>
internal static partial class Delivering
{
    /// <summary>Thirteen characters after UPU S10 (EMS), or the ten to twenty that other carriers give.</summary>
    [GeneratedRegex("^[A-Z0-9]{10,20}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tracking();

    public static void Attach(Deliberation d, AttachCertificate command)
    {
        if (d.Demand(d.State is { Phase: CasePhase.Granted, OrderedAt: not null }, "", "cases.fault.no-certificate-ordered"))
        {
            d.Happen(new CertificateAttached(command.CertificateId, command.CertificateNumber));
        }
    }

    public static void HandOver(Deliberation d, HandOver command)
    {
        d.Demand(d.State.Phase == CasePhase.Issued, "", "cases.fault.nothing-to-hand-over");
        d.Demand(command.Method is "online" or "window" or "post", "method", "cases.fault.unknown-delivery");
        d.Demand(command.Method != "post" || Tracking().IsMatch(command.Tracking ?? ""), "tracking", "cases.fault.tracking");
        if (!d.IsRefused)
        {
            d.Happen(new Delivered(command.Method, command.Method == "post" ? command.Tracking : null));
        }
    }
}
