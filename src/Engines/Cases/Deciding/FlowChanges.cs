using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What events change of exemptions and early drafts.</summary>
internal static class FlowChanges
{
    public static CaseState Apply(CaseState state, RecordedEvent happened) => happened.Event switch
    {
        ItemExempted e => ItemChanges.Apply(state, happened with { Event = new ItemSkipped(e.Item, e.Because) }) with
        {
            Exempted = state.Exempted.SetItem(e.Item, new(e.Item, e.Exemption, e.Because, e.Basis, happened.At)),
        },
        ItemShared e => state with { Early = state.Early.SetItem(e.Item, new(e.Item, e.OrganisationId, e.OrganisationPath, happened.At, null, null, null, null, false)) },
        DraftOpinionGiven e => Change(state, e.Item, s => s with { Favourable = e.Favourable, Text = e.Text, By = happened.ActorId, At = happened.At }),
        DraftOpinionConfirmed e => Change(state, e.Item, s => s with { Confirmed = true }),
        _ => throw new InvalidOperationException($"{happened.Event.GetType().Name} concerns neither an exemption nor an early draft."),
    };

    private static CaseState Change(CaseState state, string item, Func<EarlyState, EarlyState> change) => state with { Early = state.Early.SetItem(item, change(state.Early[item])) };
}
