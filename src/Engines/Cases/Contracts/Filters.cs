using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Worklist filters that people keep, for themselves or for their office.</summary>
public interface ISavedFilters
{
    /// <summary>The actor's own, and those of offices whose cases he may see; by name.</summary>
    Task<IReadOnlyList<SavedFilter>> SeenByAsync(Actor actor, CancellationToken cancel = default);

    /// <summary>Keeps a filter; one of the same name and owner is replaced.</summary>
    /// <param name="address">The worklist's query, "light=red&amp;whose=mine".</param>
    /// <param name="organisationId">Office that shares it, one of the actor's; null for himself alone.</param>
    /// <param name="byDefault">True to open the worklist with it.</param>
    Task<SavedFilter> SaveAsync(Actor actor, string name, string address, string? organisationId, bool byDefault, CancellationToken cancel = default);

    /// <summary>Opens the worklist with this filter from now on; null for none.</summary>
    Task ChooseAsync(Actor actor, string? id, CancellationToken cancel = default);

    /// <summary>Throws a filter away: his own, or his office's as its head.</summary>
    Task RemoveAsync(Actor actor, string id, CancellationToken cancel = default);
}

/// <param name="IsDefault">True for the one that the actor's worklist opens with.</param>
/// <param name="MayRemove">True for his own, and for the head of the office that shares it.</param>
public sealed record SavedFilter(string Id, string Name, string Address, string? OrganisationId, bool IsDefault, bool MayRemove);
