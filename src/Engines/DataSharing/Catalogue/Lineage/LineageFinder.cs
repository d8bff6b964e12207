using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Lineage;

/// <summary>Follows items to their sources, and to the items that are taken from them.</summary>
internal sealed class LineageFinder(CatalogueSearch search)
{
    public const int MostDepth = 6;

    public const int UsualDepth = 3;

    /// <summary>Beyond so many resources a drawing tells nothing any more.</summary>
    private const int MostNodes = 60;

    /// <param name="item">Only the lineage of this item; null for all.</param>
    /// <param name="sees">Resources that the asker may know of, null for one that was withdrawn; others do not exist for him, nor what lies behind them.</param>
    public async Task<LineageGraph> FindAsync(Description resource, string? item, int depth, Predicate<Description?> sees, CancellationToken cancel = default)
    {
        var view = await search.ViewAsync(cancel);
        var walk = new Walk(resource, view, sees);
        var starts = resource.Items.Where(i => item is null || i.Key == item).Select(i => new ItemPath(resource.Code, i.Key)).ToList();
        walk.Go(starts, -1, depth, path => walk.Known(path) is { Source: { } source } ? [source] : []);
        walk.Go(starts, 1, depth, path => view.TakenFrom(path));
        return walk.Graph();
    }

    private sealed class Walk(Description resource, ICatalogueView view, Predicate<Description?> sees)
    {
        private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal) { [resource.Code] = 0 };
        private readonly HashSet<LineageEdge> _edges = [];
        private bool _isCut;

        public Item? Known(ItemPath path) => EntryOf(path.Resource)?.Find(path.Item);

        public void Go(List<ItemPath> starts, int direction, int depth, Func<ItemPath, IEnumerable<ItemPath>> next)
        {
            var seen = new HashSet<ItemPath>(starts);
            var edge = starts;
            for (var level = direction; edge.Count > 0; level += direction)
            {
                var beyond = new List<ItemPath>();
                foreach (var (path, other) in edge.SelectMany(p => next(p).Select(o => (p, o))))
                {
                    var isNew = !_levels.ContainsKey(other.Resource);
                    if (!sees(EntryOf(other.Resource)))
                    {
                        continue;
                    }
                    if (Math.Abs(level) > depth || (isNew && _levels.Count >= MostNodes))
                    {
                        _isCut = true;
                        continue;
                    }
                    _levels.TryAdd(other.Resource, level);
                    _edges.Add(direction < 0 ? new(other, path) : new(path, other));
                    if (seen.Add(other))
                    {
                        beyond.Add(other);
                    }
                }
                edge = beyond;
            }
        }

        public LineageGraph Graph()
        {
            var items = _edges.SelectMany(e => (ItemPath[])[e.From, e.To]).ToLookup(p => p.Resource, p => p.Item, StringComparer.Ordinal);
            return new(resource.Code,
                [.. _levels.OrderBy(l => l.Value).Select(l => new LineageNode(l.Key, l.Value, EntryOf(l.Key), Ordered(EntryOf(l.Key), items[l.Key])))],
                [.. _edges.OrderBy(e => _levels[e.From.Resource]).ThenBy(e => e.From.ToString(), StringComparer.Ordinal).ThenBy(e => e.To.ToString(), StringComparer.Ordinal)], _isCut);
        }

        private Description? EntryOf(string code) => code == resource.Code ? resource : view.Find(code);

        private static List<string> Ordered(Description? entry, IEnumerable<string> keys)
        {
            var all = keys.Distinct(StringComparer.Ordinal).ToList();
            return entry is null ? [.. all.Order(StringComparer.Ordinal)] : [.. entry.Items.Select(i => i.Key).Where(all.Contains), .. all.Where(k => entry.Find(k) is null)];
        }
    }
}
