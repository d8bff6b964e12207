using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Security.Contracts;

/// <summary>Levels of the one tree of organisations.</summary>
public enum OrganisationKind
{
    Region,
    City,
    County,
    Department,
    Office,
}

/// <summary>A node of the tree.</summary>
/// <param name="Id">Id of the organisation.</param>
/// <param name="ParentId">Null for the root (the region).</param>
/// <param name="Path">Ids from the root to here, each followed by '/': a subtree is a range of paths. Everything that is scoped stores it.</param>
/// <param name="Division">GB/T 2260 code of the area, six digits.</param>
/// <param name="Function">What the organisation does, in the packs' words: "natural-resources", "fire-review", "civil-defence"; null for areas.</param>
public sealed record Organisation(string Id, string? ParentId, string Path, OrganisationKind Kind, string Division, string? Function, LocalText Name);

/// <summary>The tree, read from memory; changes are rare and seen at once on this node and within two seconds on the others.</summary>
public interface IOrganisations
{
    Organisation Root { get; }

    Organisation? Find(string id);

    IReadOnlyList<Organisation> Children(string id);

    IReadOnlyList<Organisation> All { get; }

    /// <summary>The area (city or county) with this GB/T 2260 code; null when it is not in the tree.</summary>
    Organisation? Area(string division);

    /// <summary>The organisation that does <paramref name="function"/> for <paramref name="homeId"/>: the nearest one found in the home area, then in each area above it.</summary>
    Organisation? Resolve(string function, string homeId);
}

/// <summary>Changes of the tree; each is an event.</summary>
public interface IOrganisationRegistry
{
    Task<Organisation> AddAsync(Actor actor, string? parentId, OrganisationKind kind, string division, string? function, LocalText name, CancellationToken cancel = default);
}
