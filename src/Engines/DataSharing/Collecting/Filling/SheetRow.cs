using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Collecting.Filling;

/// <summary>One subject on a sheet.</summary>
/// <param name="Community">Id of the community.</param>
/// <param name="Person">Id of the worker who wrote last.</param>
/// <param name="Complete">Whether every field is answered as it must be.</param>
/// <param name="Version">Grows with each saving: who saves over another's is told.</param>
/// <param name="Filled">Answers that the worker gave himself.</param>
/// <param name="Spared">Answers that he did not have to give: known to the pool, confirmed as shown, or asked once for several departments.</param>
internal sealed record SheetRow(string Id, string Lead, string Community, string Person, DateTimeOffset At, bool Complete, int Version, int Filled, int Spared, RowContent Content);

/// <param name="Code">Identity number or unified social credit code.</param>
/// <param name="Answers">By name on the sheet, each as its one text.</param>
/// <param name="Known">What the pool told when the row was begun.</param>
internal sealed record RowContent(string Code, ImmutableSortedDictionary<string, string> Answers, ImmutableArray<PooledValue> Known)
{
    public PooledValue? Of(ItemPath? item) => item is { } path ? Known.FirstOrDefault(k => k.Item == path) : null;
}

/// <summary>A value of the pool with its source.</summary>
internal sealed record PooledValue(ItemPath Item, string Value, string Resource, string ProviderId, int Version, DateTimeOffset AsOf);
