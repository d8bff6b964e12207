using System.Collections.Frozen;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Security.Organisations;

/// <summary>The tree at one moment. Immutable, so that a request sees one state of it however long it takes.</summary>
internal sealed class OrganisationTree
{
    private readonly FrozenDictionary<string, Organisation> _byId;
    private readonly ILookup<string, Organisation> _children;
    private readonly FrozenDictionary<string, Organisation> _areas;

    public OrganisationTree(long version, IEnumerable<Organisation> organisations)
    {
        Version = version;
        All = [.. organisations.OrderBy(o => o.Path, StringComparer.Ordinal)];
        _byId = All.ToFrozenDictionary(o => o.Id, StringComparer.Ordinal);
        _children = All.Where(o => o.ParentId is not null).ToLookup(o => o.ParentId!, StringComparer.Ordinal);
        _areas = All.Where(IsArea).ToFrozenDictionary(o => o.Division, StringComparer.Ordinal);
    }

    public long Version { get; }

    public IReadOnlyList<Organisation> All { get; }

    public Organisation? Root => All.FirstOrDefault(o => o.ParentId is null);

    public Organisation? Find(string id) => _byId.GetValueOrDefault(id);

    public IReadOnlyList<Organisation> Children(string id) => [.. _children[id]];

    public Organisation? Area(string division) => _areas.GetValueOrDefault(division);

    /// <summary>The organisation with the function within the home area, nearest first; else within each area above.</summary>
    public Organisation? Resolve(string function, string homeId)
    {
        for (var area = EnclosingArea(Find(homeId)); area is not null; area = EnclosingArea(area.ParentId is { } parent ? Find(parent) : null))
        {
            if (Nearest(function, area) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    private Organisation? EnclosingArea(Organisation? organisation)
    {
        while (organisation is not null && !IsArea(organisation))
        {
            organisation = organisation.ParentId is { } parent ? Find(parent) : null;
        }
        return organisation;
    }

    /// <summary>Breadth first through the area's own departments and offices; smaller areas below have offices of their own and are passed over.</summary>
    private Organisation? Nearest(string function, Organisation area)
    {
        var open = new Queue<Organisation>(_children[area.Id].Where(o => !IsArea(o)));
        while (open.TryDequeue(out var organisation))
        {
            if (organisation.Function == function)
            {
                return organisation;
            }
            foreach (var child in _children[organisation.Id])
            {
                open.Enqueue(child);
            }
        }
        return null;
    }

    public static bool IsArea(Organisation organisation) => organisation.Kind is OrganisationKind.Region or OrganisationKind.City or OrganisationKind.County;
}
