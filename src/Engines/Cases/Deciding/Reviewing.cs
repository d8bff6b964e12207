using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>An office answers: it agrees or disagrees; the deciding one grants or refuses.</summary>
internal static class Reviewing
{
    public static void Agree(Deliberation d, AgreeItem command)
    {
        if (Answerable(d, command.Item, ItemTask.Review) && Required(d, command.Item)
            && Bringing.Results(d, command.Item, command.Form ?? ImmutableSortedDictionary<string, string>.Empty) is { } results)
        {
            if (results.Count > 0)
            {
                d.Happen(new ResultFilledIn(command.Item, results));
            }
            d.Happen(new ItemAgreed(command.Item, Remark(command.Remark)));
        }
    }

    public static void Disagree(Deliberation d, DisagreeItem command)
    {
        if (Answerable(d, command.Item, ItemTask.Review) && d.DemandText(command.Reason, "reason"))
        {
            if (d.Matter.FindItem(command.Item)!.ReturnTo.Select(d.State.Items.GetValueOrDefault).FirstOrDefault(i => i is { Status: ItemStatus.Agreed or ItemStatus.Deemed }) is { } again)
            {
                d.Happen(new ItemReturned(command.Item, again.Key, command.Reason));
                d.Happen(new ItemOpened(again.Key, again.OrganisationId, again.OrganisationPath, again.Round + 1));
                return;
            }
            d.Happen(new ItemDisagreed(command.Item, command.Reason));
        }
    }

    public static void Grant(Deliberation d, Grant command)
    {
        if (Answerable(d, command.Item, ItemTask.Decision) && NotStanding(d) && Required(d, command.Item))
        {
            d.Happen(new ItemAgreed(command.Item, Remark(command.Remark)));
        }
    }

    public static void Refuse(Deliberation d, Refuse command)
    {
        if (Answerable(d, command.Item, ItemTask.Decision) && NotStanding(d) && d.DemandText(command.Reason, "reason"))
        {
            d.Happen(new ItemDisagreed(command.Item, command.Reason));
            d.Happen(new Refused(command.Reason));
        }
    }

    /// <summary>True when the item waits for such an answer of this person.</summary>
    public static bool Answerable(Deliberation d, string key, ItemTask task) =>
        Handling.Open(d, key) is { } item
        && d.Demand(IsOf(d, key, task), "", "cases.fault.other-answer", Handling.Title(d, key))
        && d.Demand(!d.IsAnothers(item), "", Refusals.TakenByAnother, Handling.Title(d, key));

    /// <summary>A notice with objections is weighed by its office once the period is over.</summary>
    private static bool IsOf(Deliberation d, string key, ItemTask task) => d.Matter.FindItem(key)!.Task == task
        || (task == ItemTask.Review && d.Matter.FindItem(key)!.Task == ItemTask.Notice && MayWeigh(d.State, key));

    public static bool MayWeigh(CaseState state, string notice) => Announcing.IsObjected(state, notice) && Announcing.Clock(state, notice) is { Expired: true };

    private static bool NotStanding(Deliberation d) => d.Demand(d.State.Suspended is null, "", "cases.fault.suspended");

    /// <summary>True when what the step demands before an agreement is there.</summary>
    public static bool Required(Deliberation d, string key)
    {
        var requires = d.Matter.StepOf(key).Requires;
        return d.Demand(d.Matter.Holds(requires, d.Matter.Facts(d.State)), "", requires == "materials.complete" ? "cases.fault.materials-incomplete" : "cases.fault.requires", requires ?? "");
    }

    private static string? Remark(string? remark) => string.IsNullOrWhiteSpace(remark) ? null : remark.Trim();
}
