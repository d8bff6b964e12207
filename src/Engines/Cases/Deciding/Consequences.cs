using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What a grant brings with it: a licence goes out of force, a term begins and ends.</summary>
internal static class Consequences
{
    /// <summary>Orders the licence that the matter names out of force; false when nothing is to be ordered.</summary>
    public static bool Void(Deliberation d)
    {
        if (d.Matter.Matter.Voids is not { } rule || d.State is { VoidOrderedAt: not null } or { DecidedAt: null } || d.State.Phase is CasePhase.Refused or CasePhase.Revoked)
        {
            return false;
        }
        var certificate = rule.Field is { } field ? d.State.Form.GetValueOrDefault(field) : d.State.Materials.GetValueOrDefault(rule.Material!)?.CertificateId;
        if (string.IsNullOrEmpty(certificate))
        {
            return false;
        }
        d.Happen(new VoidOrdered(certificate, rule.Because.ToString()));
        return true;
    }

    public static bool HasTerm(Matter matter) => matter.Clocks.Any(c => c.Kind == ClockKind.Term);

    /// <summary>The running term; null when there is none.</summary>
    public static ClockState? Term(Matter matter, CaseState state) => state.Clocks.Values.FirstOrDefault(c => c is { IsRunning: true, Expired: false } && matter.Clocks.Any(r => r.Key == c.RuleKey && r.Kind == ClockKind.Term));

    public static void EndTerm(Deliberation d, EndTerm command)
    {
        if (Term(d.Matter.Matter, d.State) is not { } term)
        {
            d.Refuse("", "cases.fault.no-term");
        }
        else if (d.DemandText(command.Reason, "text"))
        {
            d.Happen(new TermEnded(term.Key, true, command.Reason.Trim()));
        }
    }
}
