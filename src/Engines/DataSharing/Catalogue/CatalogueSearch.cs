using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue;

/// <summary>A resource as lists show it.</summary>
internal sealed record CatalogueEntry(Description Description, int Number, int Latest, long Rows, DateTimeOffset? At);

/// <summary>What is asked of the catalogue.</summary>
/// <param name="OnlyOpen">Whether only what is open to society is found and counted.</param>
internal sealed record CatalogueQuestion(string? Words, string? Provider, SharingClass? Sharing, BaseLibrary? Library, UpdateCycle? Cycle = null, bool OnlyOpen = false);

/// <param name="Found">In order of fit, then by title.</param>
/// <param name="Providers">How many of the found each department offers; likewise below.</param>
internal sealed record CatalogueAnswer(
    IReadOnlyList<CatalogueEntry> Found,
    IReadOnlyList<(string Provider, int Count)> Providers,
    IReadOnlyDictionary<SharingClass, int> Classes,
    IReadOnlyDictionary<BaseLibrary, int> Libraries,
    IReadOnlyDictionary<UpdateCycle, int> Cycles,
    int All);

/// <summary>The resources that stand, at one moment.</summary>
internal interface ICatalogueView
{
    /// <summary>Null for what is not in the catalogue, or no longer.</summary>
    Description? Find(string code);

    /// <summary>The items that are taken from this one.</summary>
    IEnumerable<ItemPath> TakenFrom(ItemPath path);
}

/// <summary>Finds resources by words of their titles, keywords, items and summaries. All words must occur; Chinese needs no blanks between them.</summary>
/// <remarks>The whole catalogue of a city is a few megabytes, so it is kept in memory, and what changed in the store is read before the next search: a search is one pass over it.</remarks>
internal sealed class CatalogueSearch(IDatabase database, IOrganisations organisations) : IDisposable
{
    /// <summary>Up to so many changed descriptions are read one by one; more, all at once.</summary>
    private const int OneByOne = 100;

    private const string Newest = "from sharing_resource r join sharing_description d on d.code = r.code and d.number = r.description";

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Snapshot _snapshot = new("", []);

    public void Dispose() => _reading.Dispose();

    public async Task<CatalogueAnswer> FindAsync(CatalogueQuestion question, CancellationToken cancel = default)
    {
        var all = (await SnapshotAsync(cancel)).Entries;
        var words = Fold(question.Words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = new List<(int Fit, Indexed Entry)>();
        var below = question.Provider is null ? null : Below(question.Provider);
        var seen = 0;
        foreach (var entry in all)
        {
            if (question.OnlyOpen && !entry.Entry.Description.Open)
            {
                continue;
            }
            seen++;
            if ((below is null || below.Contains(entry.Entry.Description.ProviderId)) && (question.Sharing is null || entry.Entry.Description.Sharing == question.Sharing)
                && (question.Library is null || entry.Entry.Description.Library == question.Library) && (question.Cycle is null || entry.Entry.Description.Cycle == question.Cycle)
                && Fit(entry, words) is > 0 and var fit)
            {
                found.Add((fit, entry));
            }
        }
        // Entries lie by title, and sorting by fit keeps that.
        var ordered = found.OrderByDescending(f => f.Fit).Select(f => f.Entry.Entry).ToList();
        return new CatalogueAnswer(
            ordered,
            [.. ordered.CountBy(e => e.Description.ProviderId, StringComparer.Ordinal).Select(g => (g.Key, g.Value)).OrderByDescending(g => g.Value).ThenBy(g => g.Key, StringComparer.Ordinal)],
            ordered.CountBy(e => e.Description.Sharing).ToDictionary(),
            ordered.CountBy(e => e.Description.Library).ToDictionary(),
            ordered.CountBy(e => e.Description.Cycle).ToDictionary(),
            seen);
    }

    /// <summary>Items of other resources that are taken from this one, by the item from which they come.</summary>
    public async Task<ILookup<string, ItemPath>> TakenFromAsync(string code, CancellationToken cancel = default) =>
        (await SnapshotAsync(cancel)).Taken[code].ToLookup(x => x.Source, x => x.Path, StringComparer.Ordinal);

    /// <summary>The catalogue as it stands at this moment, for whoever follows many of its ties.</summary>
    public async Task<ICatalogueView> ViewAsync(CancellationToken cancel = default) => await SnapshotAsync(cancel);

    private HashSet<string> Below(string above) => organisations.Find(above) is { } top
        ? [.. organisations.All.Where(o => o.Path.StartsWith(top.Path, StringComparison.Ordinal)).Select(o => o.Id)] : [];

    private static int Fit(Indexed entry, string[] words)
    {
        var fit = 1;
        foreach (var word in words)
        {
            var place = entry.Title.Contains(word, StringComparison.Ordinal) ? 8 : entry.Keywords.Contains(word, StringComparison.Ordinal) ? 4 : entry.Items.Contains(word, StringComparison.Ordinal) ? 2 : entry.Rest.Contains(word, StringComparison.Ordinal) ? 1 : 0;
            if (place == 0)
            {
                return 0;
            }
            fit += place;
        }
        return fit;
    }

    private async Task<Snapshot> SnapshotAsync(CancellationToken cancel)
    {
        if (await MarkAsync(cancel) == _snapshot.Mark)
        {
            return _snapshot;
        }
        // One reads what changed; who comes meanwhile waits for him instead of reading the same.
        await _reading.WaitAsync(cancel);
        try
        {
            var mark = await MarkAsync(cancel);
            return mark == _snapshot.Mark ? _snapshot : _snapshot = await ReadAsync(mark, _snapshot, cancel);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Changes with every change of the catalogue: numbers of descriptions and data only grow, and what was withdrawn comes back only with a new description.</summary>
    private async Task<string> MarkAsync(CancellationToken cancel) => await database.ReadAsync(s => s.FirstAsync(
        "select coalesce(sum(description), 0), coalesce(sum(latest), 0), count(withdrawn_at) from sharing_resource", r => $"{r.GetValue(0)}/{r.GetValue(1)}/{r.GetValue(2)}"), cancel) ?? "";

    /// <summary>The catalogue as it stands; of what is known already, only the numbers are read.</summary>
    /// <param name="mark">Read before, so that what changes meanwhile is read again next time.</param>
    private async Task<Snapshot> ReadAsync(string mark, Snapshot known, CancellationToken cancel) => await database.ReadAsync(async s =>
    {
        var states = await s.QueryAsync("select code, description, latest, latest_rows, latest_at from sharing_resource where withdrawn_at is null",
            r => (Code: r.GetString(0), Number: r.GetInt32(1), Latest: r.GetInt32(2), Rows: r.GetInt64(3), At: r.IsDBNull(4) ? (DateTimeOffset?)null : ChinaTime.FromMicros(r.GetInt64(4))));
        var missing = states.Where(x => known.ByCode.GetValueOrDefault(x.Code)?.Entry.Number != x.Number).Select(x => x.Code).ToList();
        var read = new Dictionary<string, Indexed>(StringComparer.Ordinal);
        if (missing.Count > OneByOne)
        {
            foreach (var (document, number) in await s.QueryAsync($"select d.document, d.number {Newest} where r.withdrawn_at is null", r => (r.GetString(0), r.GetInt32(1))))
            {
                Add(document, number);
            }
        }
        else
        {
            foreach (var code in missing)
            {
                var (document, number) = await s.FirstAsync($"select d.document, d.number {Newest} where r.code = $1", r => (r.GetString(0), r.GetInt32(1)), code);
                Add(document, number);
            }
        }
        var entries = states.Select(x => (read.GetValueOrDefault(x.Code) ?? known.ByCode[x.Code]) is var found && found.Entry.Latest == x.Latest && found.Entry.At == x.At
            ? found : found with { Entry = found.Entry with { Latest = x.Latest, Rows = x.Rows, At = x.At } });
        return new Snapshot(mark, [.. entries.OrderBy(e => e.Title, StringComparer.Ordinal).ThenBy(e => e.Entry.Description.Code, StringComparer.Ordinal)]);

        void Add(string document, int number)
        {
            var description = DescriptionDocument.Read(document);
            read[description.Code] = new(new(description, number, 0, 0, null),
                Lower(description.Title.Values.Values),
                Lower([.. description.Keywords, description.Code]),
                Lower(description.Items.SelectMany(i => i.Name.Values.Values.Append(i.Key))),
                Lower(description.Summary.Values.Values));
        }
    }, cancel);

    private static string Lower(IEnumerable<string> texts) => Fold(string.Join('\n', texts));

    /// <summary>As one searches: small letters, and full-width letters, digits and blanks as their narrow forms.</summary>
    internal static string Fold(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            var c = source[i];
            // U+FF01 to U+FF5E are ASCII, moved.
            span[i] = char.ToLowerInvariant(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c == '\u3000' ? ' ' : c);
        }
    });

    private sealed record Indexed(CatalogueEntry Entry, string Title, string Keywords, string Items, string Rest);

    private sealed class Snapshot(string mark, ImmutableArray<Indexed> entries) : ICatalogueView
    {
        private readonly Lazy<ILookup<string, (string Source, ItemPath Path)>> _taken = new(() => entries
            .SelectMany(e => e.Entry.Description.Items.Where(i => i.Source is not null).Select(i => (i.Source!.Value, Path: new ItemPath(e.Entry.Description.Code, i.Key))))
            .ToLookup(x => x.Value.Resource, x => (x.Value.Item, x.Path), StringComparer.Ordinal));

        public string Mark { get; } = mark;

        public ImmutableArray<Indexed> Entries { get; } = entries;

        public Dictionary<string, Indexed> ByCode { get; } = entries.ToDictionary(e => e.Entry.Description.Code, StringComparer.Ordinal);

        /// <summary>Items that are taken from others, by the resource from which.</summary>
        public ILookup<string, (string Source, ItemPath Path)> Taken => _taken.Value;

        public Description? Find(string code) => ByCode.GetValueOrDefault(code)?.Entry.Description;

        public IEnumerable<ItemPath> TakenFrom(ItemPath path) => Taken[path.Resource].Where(t => t.Source == path.Item).Select(t => t.Path);
    }
}
