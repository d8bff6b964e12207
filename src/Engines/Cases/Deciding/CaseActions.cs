using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Which commands the state allows, whoever sends them: "Accept", "AgreeItem:planning", "FulfilPromise:archive_receipt", "ExtendClock:whole".</summary>
internal static class CaseActions
{
    public static IReadOnlySet<string> Possible(CompiledMatter matter, CaseState state)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (Remedies.MayFile(matter.Matter.Remedies, state))
        {
            names.Add(nameof(FileReview));
        }
        names.UnionWith(state.Reviews.Values.Where(r => r.Outcome is null).Select(r => $"{nameof(DecideReview)}:{r.Key}"));
        if (Remedies.MayReopen(matter.Matter, state))
        {
            names.Add(nameof(ReopenCase));
        }
        if (Remedies.MayRevoke(matter.Matter.Remedies, state))
        {
            names.Add(nameof(RevokeDecision));
        }
        if (state.EndedAt is not null)
        {
            return names;
        }
        foreach (var item in matter.Matter.Items)
        {
            names.UnionWith(OfItem(matter, state, item));
        }
        if (state.Phase is CasePhase.Submitted or CasePhase.Reviewing)
        {
            names.Add(nameof(Withdraw));
        }
        if (state.Supplement is { ProvidedAt: null })
        {
            names.Add(nameof(ProvideSupplement));
        }
        if (state.Suspended is not null)
        {
            names.Add(nameof(Resume));
        }
        else if (state.Phase == CasePhase.Reviewing)
        {
            names.Add(nameof(Suspend));
        }
        if (state is { Phase: CasePhase.Granted, OrderedAt: not null })
        {
            names.Add(nameof(AttachCertificate));
        }
        if (state.Phase == CasePhase.Issued)
        {
            names.Add(nameof(HandOver));
        }
        if (Simulating.MayConvert(state))
        {
            names.Add(nameof(ConvertSimulation));
        }
        if (Consequences.Term(matter.Matter, state) is not null)
        {
            names.Add(nameof(EndTerm));
        }
        names.UnionWith(MeetingActions.Possible(matter, state));
        names.UnionWith(state.Materials.Where(m => m.Value.Status is MaterialStatus.Promised or MaterialStatus.Awaited).Select(m => $"{nameof(FulfilPromise)}:{m.Key}"));
        names.UnionWith(state.Clocks.Values
            .Where(c => c is { IsRunning: true, Expired: false } && matter.RuleOf(c).Extension is { } rule && c.Extensions.Length < rule.Times)
            .Select(c => $"{nameof(ExtendClock)}:{c.Key}"));
        return names;
    }

    private static IEnumerable<string> OfItem(CompiledMatter matter, CaseState state, Item item)
    {
        if (state.Items.GetValueOrDefault(item.Key) is not { } known)
        {
            if (EarlyOpinions.MayDraft(matter, state, item.Key))
            {
                yield return $"{nameof(GiveDraftOpinion)}:{item.Key}";
            }
            yield break;
        }
        if (known.Correcting)
        {
            yield return $"{nameof(ProvideCorrection)}:{item.Key}";
        }
        if (known.Status != ItemStatus.Open || item.Task == ItemTask.Machine || (item.Task == ItemTask.Notice && !Reviewing.MayWeigh(state, item.Key)))
        {
            yield break;
        }
        if (known.ReceivedAt is null)
        {
            yield return $"{nameof(ReceiveItem)}:{item.Key}";
        }
        yield return $"{nameof(AssignItem)}:{item.Key}";
        yield return known.HolderId is null ? $"{nameof(TakeItem)}:{item.Key}" : $"{nameof(ReleaseItem)}:{item.Key}";
        if (EarlyOpinions.MayConfirm(matter, state, item.Key))
        {
            yield return $"{nameof(ConfirmDraftOpinion)}:{item.Key}";
        }
        var required = matter.Holds(matter.StepOf(item.Key).Requires, matter.Facts(state));
        switch (item.Task)
        {
            case ItemTask.Acceptance when state.Supplement is not { ProvidedAt: null }:
                yield return nameof(Accept);
                yield return nameof(RefuseAcceptance);
                if (state.Supplement is null)
                {
                    yield return nameof(RequestSupplement);
                }
                break;
            case ItemTask.Notice when Reviewing.MayWeigh(state, item.Key):
                yield return $"{nameof(AgreeItem)}:{item.Key}";
                yield return $"{nameof(DisagreeItem)}:{item.Key}";
                break;
            case ItemTask.Hearing:
                yield return state.Hearings.GetValueOrDefault(item.Key) is { MinutesAt: null } ? $"{nameof(RecordHearing)}:{item.Key}" : $"{nameof(CallHearing)}:{item.Key}";
                break;
            case ItemTask.Review:
                if (required)
                {
                    yield return $"{nameof(AgreeItem)}:{item.Key}";
                }
                yield return $"{nameof(DisagreeItem)}:{item.Key}";
                break;
            case ItemTask.Decision when state.Suspended is null:
                if (required)
                {
                    yield return $"{nameof(Grant)}:{item.Key}";
                }
                yield return $"{nameof(Refuse)}:{item.Key}";
                break;
            default:
                break;
        }
    }
}
