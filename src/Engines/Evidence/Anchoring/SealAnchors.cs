using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>Adds to events who outside holds a checkpoint over them.</summary>
internal static class SealAnchors
{
    public static async ValueTask<List<StreamSeal>> AddAsync(ISession session, List<StreamSeal> seals)
    {
        var by = seals.ToDictionary(s => s.EntryId, _ => new List<SealAnchor>(), StringComparer.Ordinal);
        foreach (var (kind, name) in await AnchorRows.OutsidersAsync(session))
        {
            AnchorMark? first = null;
            foreach (var seal in seals.Where(s => s.Index is not null).OrderBy(s => s.Index))
            {
                // The first anchor over an earlier place is also the first over this one, as far as it reaches.
                if (first is null || first.Size <= seal.Index)
                {
                    first = await AnchorRows.FirstOverAsync(session, kind, name, seal.Index!.Value);
                }
                if (first is null)
                {
                    break;
                }
                by[seal.EntryId].Add(new(name, first.At, first.Href));
            }
        }
        return [.. seals.Select(s => by[s.EntryId] is { Count: > 0 } anchors ? s with { Status = SealStatus.Anchored, AnchoredBy = anchors } : s)];
    }

    /// <summary>Who outside holds a checkpoint over the entry at a place, each with the first one.</summary>
    public static async ValueTask<List<SealAnchor>> OverAsync(ISession session, long place)
    {
        var anchors = new List<SealAnchor>();
        foreach (var (kind, name) in await AnchorRows.OutsidersAsync(session))
        {
            if (await AnchorRows.FirstOverAsync(session, kind, name, place) is { } first)
            {
                anchors.Add(new(name, first.At, first.Href));
            }
        }
        return anchors;
    }
}
