using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Signing for an item, taking it, giving it back.</summary>
internal static class Handling
{
    public static void Receive(Deliberation d, ReceiveItem command)
    {
        if (Open(d, command.Item) is { ReceivedAt: null })
        {
            d.Happen(new ItemReceived(command.Item));
        }
        else if (!d.IsRefused)
        {
            d.Refuse("", "cases.fault.already-received", Title(d, command.Item));
        }
    }

    /// <summary>Who takes an item has seen it: taking signs for it too.</summary>
    public static void Take(Deliberation d, TakeItem command)
    {
        if (Open(d, command.Item) is not { } item)
        {
            return;
        }
        if (d.Demand(!d.IsAnothers(item), "", Refusals.TakenByAnother, Title(d, command.Item)) && d.Demand(item.HolderId is null, "", "cases.fault.already-yours", Title(d, command.Item)))
        {
            if (item.ReceivedAt is null)
            {
                d.Happen(new ItemReceived(command.Item));
            }
            d.Happen(new ItemTaken(command.Item, d.HolderId));
        }
    }

    public static void Release(Deliberation d, ReleaseItem command)
    {
        if (Open(d, command.Item) is { } item && d.Demand(item.HolderId is not null, "", "cases.fault.not-taken", Title(d, command.Item)))
        {
            d.Happen(new ItemReleased(command.Item));
        }
    }

    /// <summary>The office's head gives the work to somebody, also from one to another; with that the office has signed for it.</summary>
    public static void Assign(Deliberation d, AssignItem command)
    {
        if (Open(d, command.Item) is { } item && d.Demand(item.HolderId != command.PersonId, "person", "cases.fault.already-his", Title(d, command.Item)))
        {
            if (item.ReceivedAt is null)
            {
                d.Happen(new ItemReceived(command.Item));
            }
            d.Happen(new ItemAssigned(command.Item, command.PersonId));
        }
    }

    /// <summary>The open item, or null with the reason why it is none.</summary>
    public static ItemState? Open(Deliberation d, string key)
    {
        if (d.Matter.FindItem(key) is not { } item)
        {
            d.Refuse("", "cases.fault.no-such-item", key);
            return null;
        }
        switch (d.State.Items.GetValueOrDefault(key))
        {
            case null:
                d.Refuse("", "cases.fault.item-not-open-yet", item.Title.ToString());
                return null;
            case { Status: ItemStatus.Open } open:
                return open;
            case { Status: ItemStatus.Skipped }:
                d.Refuse("", "cases.fault.item-skipped", item.Title.ToString());
                return null;
            case var ended:
                d.Refuse("", Refusals.AlreadyDecided, item.Title.ToString(), Deliberation.Text(ended.EndedAt!.Value));
                return null;
        }
    }

    public static string Title(Deliberation d, string item) => d.Matter.FindItem(item)?.Title.ToString() ?? item;
}
