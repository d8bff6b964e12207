using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>异议、行政复议、重开、自行撤销: what may still happen to a case after its decision, where the matter allows it.</summary>
internal static class Remedies
{
    public static bool IsOne(CaseCommand command) => command is FileReview or DecideReview or ReopenCase or RevokeDecision;

    public static bool MayFile(RemedyRule? rule, CaseState state) => rule is not null && DecidedAt(state) is not null && state.Phase is not (CasePhase.Withdrawn or CasePhase.Revoked) && state.Reviews.Values.All(r => r.Outcome is not null);

    /// <summary>A refused case, or one that was closed upon a check that proved wrong: closed is not solved.</summary>
    public static bool MayReopen(Matter matter, CaseState state) => matter.Remedies is not null && ((state.Phase == CasePhase.Refused && Refused(state) is not null) || Wanting(matter, state) is not null);

    public static bool MayRevoke(RemedyRule? rule, CaseState state) => rule is not null && state is { DecidedAt: not null, Phase: CasePhase.Issued or CasePhase.Delivered or CasePhase.Closed };

    public static void File(Deliberation d, FileReview command)
    {
        var rule = d.Matter.Matter.Remedies;
        if (!d.Demand(MayFile(rule, d.State), "", "cases.fault.no-review"))
        {
            return;
        }
        var last = DecidedAt(d.State)!.Value.ChinaDate().AddDays(rule!.WithinDays);
        d.Demand(d.Now.ChinaDate() <= last, "", "cases.fault.review-too-late", Clocks.Clockwork.Text(last));
        if (d.DemandText(command.Ground, "text") && !d.IsRefused)
        {
            d.Happen(new ReviewFiled($"r{d.State.Reviews.Count + 1}", command.Kind, command.Ground.Trim()));
        }
    }

    public static void Decide(Deliberation d, DecideReview command)
    {
        if (!d.Demand(d.State.Reviews.GetValueOrDefault(command.Review) is { Outcome: null }, "", "cases.fault.no-open-review") || !d.DemandText(command.Reason, "text"))
        {
            return;
        }
        var refused = d.State.Phase == CasePhase.Refused;
        var decision = d.Matter.Matter.Items.FirstOrDefault(i => i.Task == ItemTask.Decision && d.State.Items.GetValueOrDefault(i.Key) is { Status: ItemStatus.Disagreed });
        if (command.Outcome == ReviewOutcome.Changed && !d.Demand(refused && decision is not null, "outcome", "cases.fault.nothing-to-change"))
        {
            return;
        }
        d.Happen(new ReviewDecided(command.Review, command.Outcome, command.Reason.Trim()));
        switch (command.Outcome)
        {
            case ReviewOutcome.Changed:
                Again(d, command.Reason, d.Matter.Matter.Remedies!.Authority.ToString(), decision!.Key);
                d.Happen(new ItemAgreed(decision.Key, command.Reason.Trim()));
                break;
            case ReviewOutcome.Annulled when refused:
                Again(d, command.Reason, d.Matter.Matter.Remedies!.Authority.ToString(), Refused(d.State)!);
                break;
            case ReviewOutcome.Annulled when Wanting(d.Matter.Matter, d.State) is { } wanting:
                DoneAgain(d, command.Reason, d.Matter.Matter.Remedies!.Authority.ToString(), wanting);
                break;
            case ReviewOutcome.Annulled:
                Revoke(d, command.Reason.Trim(), d.Matter.Matter.Remedies!.Authority.ToString());
                break;
            default:
                break;
        }
    }

    public static void Reopen(Deliberation d, ReopenCase command)
    {
        d.Demand(MayReopen(d.Matter.Matter, d.State), "", "cases.fault.not-reopenable");
        d.Demand(!string.IsNullOrWhiteSpace(command.Basis), "basis", "cases.fault.basis-required");
        if (!d.DemandText(command.Reason, "text") || d.IsRefused)
        {
            return;
        }
        if (Wanting(d.Matter.Matter, d.State) is { } wanting)
        {
            DoneAgain(d, command.Reason, command.Basis, wanting);
        }
        else
        {
            Again(d, command.Reason, command.Basis, Refused(d.State)!);
        }
    }

    public static void Revoke(Deliberation d, RevokeDecision command)
    {
        d.Demand(MayRevoke(d.Matter.Matter.Remedies, d.State), "", "cases.fault.not-revocable");
        d.Demand(!string.IsNullOrWhiteSpace(command.Basis), "basis", "cases.fault.basis-required");
        if (d.DemandText(command.Reason, "text") && !d.IsRefused)
        {
            Revoke(d, command.Reason.Trim(), command.Basis.Trim());
        }
    }

    private static void Revoke(Deliberation d, string reason, string basis)
    {
        d.Happen(new DecisionRevoked(reason, basis));
        if (d.State.CertificateId is { } certificate)
        {
            d.Happen(new VoidOrdered(certificate, reason));
        }
        while (Announcing.Publish(d))
        {
        }
    }

    /// <summary>Opens the item anew that had said no; what the others said stands.</summary>
    private static void Again(Deliberation d, string reason, string basis, string item)
    {
        var before = d.State.Items[item];
        d.Happen(new CaseReopened(reason.Trim(), basis.Trim()));
        d.Happen(new ItemOpened(item, before.OrganisationId, before.OrganisationPath, before.Round + 1));
    }

    /// <summary>The check upon which a case was closed, and the work that it checked; null where no check sends work back, and where a certificate stands.</summary>
    private static (ItemState Check, ItemState Work)? Wanting(Matter matter, CaseState state)
    {
        if (state is not { Phase: CasePhase.Issued or CasePhase.Delivered or CasePhase.Closed, CertificateId: null })
        {
            return null;
        }
        foreach (var item in matter.Items.Where(i => i.ReturnTo.Length > 0).Reverse())
        {
            if (state.Items.GetValueOrDefault(item.Key) is { Status: ItemStatus.Agreed or ItemStatus.Deemed } check
                && item.ReturnTo.Select(state.Items.GetValueOrDefault).FirstOrDefault(i => i is { Status: ItemStatus.Agreed or ItemStatus.Deemed }) is { } work)
            {
                return (check, work);
            }
        }
        return null;
    }

    /// <summary>Sends the work back as the check would have done, had it seen what is seen now.</summary>
    private static void DoneAgain(Deliberation d, string reason, string basis, (ItemState Check, ItemState Work) wanting)
    {
        d.Happen(new CaseReopened(reason.Trim(), basis.Trim()));
        d.Happen(new ItemReturned(wanting.Check.Key, wanting.Work.Key, reason.Trim()));
        d.Happen(new ItemOpened(wanting.Work.Key, wanting.Work.OrganisationId, wanting.Work.OrganisationPath, wanting.Work.Round + 1));
    }

    /// <summary>The item whose no ended the case.</summary>
    private static string? Refused(CaseState state) => state.Items.Values.Where(i => i is { Status: ItemStatus.Disagreed }).MaxBy(i => i.EndedAt)?.Key;

    private static DateTimeOffset? DecidedAt(CaseState state) => state.DecidedAt ?? (state.Phase == CasePhase.Refused ? state.EndedAt : null);
}
