using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Contracts;

/// <summary>Answers what the pool already knows of somebody, so that a form need not ask it (最多报一次). Each answer is a use, on record before it is given.</summary>
public interface IKnownItems
{
    /// <summary>The values that the pool has of the person or enterprise; items without a value, without data, or that may not be shared are left out.</summary>
    /// <param name="subjectKind">"person" or "enterprise".</param>
    /// <param name="code">Identity number or unified social credit code.</param>
    /// <param name="ground">Why it is asked: "matter/{key}".</param>
    /// <param name="recipient">Id of the organisation that asks; "self" when people see their own data.</param>
    Task<ImmutableDictionary<ItemPath, KnownItem>> OfAsync(string subjectKind, string code, IReadOnlyCollection<ItemPath> items, string ground, string recipient, CancellationToken cancel = default);
}

/// <summary>A value with where it is from.</summary>
/// <param name="Value">The value as its one text, see <see cref="ItemType"/>.</param>
/// <param name="Resource">Title of the resource.</param>
/// <param name="ProviderId">The department that answers for it.</param>
/// <param name="AsOf">When the data version came in.</param>
public sealed record KnownItem(string Value, ItemPath Item, LocalText Resource, string ProviderId, int Version, DateTimeOffset AsOf);
