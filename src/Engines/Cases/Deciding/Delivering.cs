using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>The certificate is made, and handed over.</summary>
internal static class Delivering
{
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
        if (!d.IsRefused)
        {
            d.Happen(new Delivered(command.Method));
        }
    }
}
