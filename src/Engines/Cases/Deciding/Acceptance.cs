using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>受理: accepting an application, or refusing to.</summary>
internal static class Acceptance
{
    public static void Accept(Deliberation d)
    {
        if (Open(d) is { } item)
        {
            d.Happen(new ItemAgreed(item, null));
            d.Happen(new Accepted(false));
        }
    }

    public static void Refuse(Deliberation d, RefuseAcceptance command)
    {
        if (Open(d) is { } item && d.DemandText(command.Reason, "reason"))
        {
            d.Happen(new ItemDisagreed(item, command.Reason));
            d.Happen(new AcceptanceRefused(command.Reason));
        }
    }

    /// <summary>Nobody answered in time: accepted by law, and the silent office is liable.</summary>
    public static void Deem(Deliberation d)
    {
        if (d.Matter.AcceptanceItem is { } item && d.State.Items.GetValueOrDefault(item.Key) is { Status: ItemStatus.Open } state)
        {
            d.Happen(new ItemDeemed(item.Key, state.OrganisationId));
            d.Happen(new Accepted(true));
        }
    }

    /// <summary>Key of the open acceptance item, or null with the reason why it cannot be answered.</summary>
    public static string? Open(Deliberation d)
    {
        var item = d.Matter.AcceptanceItem;
        if (item is null || d.State.Phase != CasePhase.Submitted || d.State.Items.GetValueOrDefault(item.Key) is not { Status: ItemStatus.Open } state)
        {
            d.Refuse("", Refusals.AlreadyAccepted, d.State.Number);
            return null;
        }
        return d.Demand(d.State.Supplement is not { ProvidedAt: null }, "", "cases.fault.supplement-open")
            && d.Demand(!d.IsAnothers(state), "", Refusals.TakenByAnother, item.Title.ToString())
            ? item.Key
            : null;
    }
}
