using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Deciding;

/// <summary>串联交叉: papers are shown before an office's turn, it drafts, and confirms when its turn has come.</summary>
internal static class EarlyOpinions
{
    /// <summary>Shows the papers of an accepted case to the next office whose turn has not come; false when all have them.</summary>
    public static bool Share(Deliberation d)
    {
        if (d.State.Phase != CasePhase.Reviewing)
        {
            return false;
        }
        var item = d.Matter.Matter.Items.FirstOrDefault(i => i.Early && !d.State.Items.ContainsKey(i.Key) && !d.State.Early.ContainsKey(i.Key)
            && d.Matter.Holds(i.When, d.Matter.Facts(d.State)) && d.Matter.ExemptionOf(i.Key, d.State.Form) is null && d.Matter.OfficeOf(i, d.State.Form) is { } function && d.Context.Office(function) is not null);
        if (item is null)
        {
            return false;
        }
        var office = d.Context.Office(d.Matter.OfficeOf(item, d.State.Form)!)!;
        d.Happen(new ItemShared(item.Key, office.Id, office.Path));
        return true;
    }

    public static void Give(Deliberation d, GiveDraftOpinion command)
    {
        if (d.Demand(MayDraft(d.Matter, d.State, command.Item), "", "cases.fault.no-draft-now", Handling.Title(d, command.Item)) && d.DemandText(command.Text, "reason"))
        {
            d.Happen(new DraftOpinionGiven(command.Item, command.Favourable, command.Text.Trim()));
        }
    }

    public static void Confirm(Deliberation d, ConfirmDraftOpinion command)
    {
        if (!d.Demand(d.State.Early.GetValueOrDefault(command.Item) is { Favourable: not null }, "", "cases.fault.no-draft", Handling.Title(d, command.Item)))
        {
            return;
        }
        var early = d.State.Early[command.Item];
        if (Reviewing.Answerable(d, command.Item, ItemTask.Review) && (early.Favourable == false || (Reviewing.Required(d, command.Item) && NoResults(d, command.Item))))
        {
            d.Happen(new DraftOpinionConfirmed(command.Item));
            d.Happen(early.Favourable!.Value ? new ItemAgreed(command.Item, early.Text) : new ItemDisagreed(command.Item, early.Text!));
        }
    }

    /// <summary>True while the item's turn has not come and the papers were shown.</summary>
    public static bool MayDraft(CompiledMatter matter, CaseState state, string item) =>
        state is { Phase: CasePhase.Reviewing, EndedAt: null } && state.Early.ContainsKey(item) && !state.Items.ContainsKey(item) && matter.FindItem(item) is not null;

    /// <summary>True when the office's draft can be made its answer now.</summary>
    public static bool MayConfirm(CompiledMatter matter, CaseState state, string item) =>
        state.Early.GetValueOrDefault(item) is { Favourable: { } favourable, Confirmed: false } && state.Items.GetValueOrDefault(item) is { Status: ItemStatus.Open, Round: 1 }
        && (!favourable || (matter.Holds(matter.StepOf(item).Requires, matter.Facts(state)) && !matter.ResultsOf(item, state.Form).Any()));

    /// <summary>Where results belong to the agreement, a draft of words is not enough.</summary>
    private static bool NoResults(Deliberation d, string item) => d.Demand(!d.Matter.ResultsOf(item, d.State.Form).Any(), "", "cases.fault.draft-without-results", Handling.Title(d, item));
}
