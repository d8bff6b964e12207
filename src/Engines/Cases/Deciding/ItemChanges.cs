using Zhuangjin.Cases.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What events change of an item.</summary>
internal static class ItemChanges
{
    public static CaseState Apply(CaseState state, RecordedEvent happened) => happened.Event switch
    {
        ItemOpened e => Set(state, Open(state.Items.GetValueOrDefault(e.Item), e, happened.At)),
        ItemSkipped e => Set(state, Skip(state.Items.GetValueOrDefault(e.Item), e, happened.At)),
        ItemReceived e => Change(state, e.Item, i => i with { ReceivedAt = happened.At }),
        ItemTaken e => Change(state, e.Item, i => i with { HolderId = e.PersonId }),
        ItemAssigned e => Change(state, e.Item, i => i with { HolderId = e.PersonId }),
        ItemReleased e => Change(state, e.Item, i => i with { HolderId = null }),
        ItemAgreed e => Change(state, e.Item, i => Ended(i, ItemStatus.Agreed, happened, e.Remark)),
        ItemPassed e => Change(state, e.Item, i => Ended(i, ItemStatus.Agreed, happened, e.Reason) with { DecidedBy = Actor.Clock.PersonId }),
        ItemDisagreed e => Change(state, e.Item, i => Ended(i, ItemStatus.Disagreed, happened, e.Reason) with { Correcting = state.EndedAt is null }),
        ItemReturned e => Change(state, e.Item, i => Ended(i, ItemStatus.Returned, happened, e.Reason)),
        ItemDeemed e => Change(state, e.Item, i => Ended(i, ItemStatus.Deemed, happened, null)),
        ItemEscalated e => Change(state, e.Item, i => i with { Tier = e.Tier, SummonedAt = happened.At }),
        _ => throw new InvalidOperationException($"{happened.Event.GetType().Name} does not concern an item."),
    };

    private static ItemState Open(ItemState? before, ItemOpened e, DateTimeOffset at) =>
        new(e.Item, ItemStatus.Open, e.OrganisationId, e.OrganisationPath, e.Round, at, null, before?.HolderId, null, null, null, 0, false);

    private static ItemState Skip(ItemState? before, ItemSkipped e, DateTimeOffset at) =>
        (before ?? new(e.Item, ItemStatus.Skipped, "", "", 1, at, null, null, null, null, null, 0, false)) with { Status = ItemStatus.Skipped, EndedAt = at, Reason = e.Because, Correcting = false };

    private static ItemState Ended(ItemState item, ItemStatus status, RecordedEvent happened, string? reason) =>
        item with { Status = status, EndedAt = happened.At, DecidedBy = happened.ActorId, Reason = reason };

    private static CaseState Change(CaseState state, string item, Func<ItemState, ItemState> change) => Set(state, change(state.Items[item]));

    private static CaseState Set(CaseState state, ItemState item) => state with { Items = state.Items.SetItem(item.Key, item) };
}
