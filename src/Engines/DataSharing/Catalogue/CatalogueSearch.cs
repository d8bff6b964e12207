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

/// <summary>Finds resources by words of their titles, keywords, items and summaries. All words must occur; Chinese needs no blanks between them.</summary>
/// <remarks>The whole catalogue of a city is a few megabytes, so it is kept in memory and read again when its marks in the store have changed: a search is one pass over it.</remarks>
internal sealed class CatalogueSearch(IDatabase database, IOrganisations organisations)
{
    private volatile Snapshot _snapshot = new("", []);

    public async Task<CatalogueAnswer> FindAsync(CatalogueQuestion question, CancellationToken cancel = default)
    {
        var all = await EntriesAsync(cancel);
        var words = Fold(question.Words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = new List<(int Fit, Indexed Entry)>();
        var seen = 0;
        foreach (var entry in all)
        {
            if (question.OnlyOpen && !entry.Entry.Description.Open)
            {
                continue;
            }
            seen++;
            var fit = Fit(entry, words);
            if (fit > 0 && (question.Provider is null || IsBelow(entry.Entry.Description.ProviderId, question.Provider)) && (question.Sharing is null || entry.Entry.Description.Sharing == question.Sharing)
                && (question.Library is null || entry.Entry.Description.Library == question.Library) && (question.Cycle is null || entry.Entry.Description.Cycle == question.Cycle))
            {
                found.Add((fit, entry));
            }
        }
        var ordered = found.OrderByDescending(f => f.Fit).ThenBy(f => f.Entry.Title, StringComparer.Ordinal).Select(f => f.Entry.Entry).ToList();
        return new CatalogueAnswer(
            ordered,
            [.. ordered.GroupBy(e => e.Description.ProviderId, StringComparer.Ordinal).Select(g => (g.Key, g.Count())).OrderByDescending(g => g.Item2).ThenBy(g => g.Key, StringComparer.Ordinal)],
            ordered.GroupBy(e => e.Description.Sharing).ToDictionary(g => g.Key, g => g.Count()),
            ordered.GroupBy(e => e.Description.Library).ToDictionary(g => g.Key, g => g.Count()),
            ordered.GroupBy(e => e.Description.Cycle).ToDictionary(g => g.Key, g => g.Count()),
            seen);
    }

    /// <summary>Items of other resources that are taken from this one, by the item from which they come.</summary>
    public async Task<ILookup<string, ItemPath>> TakenFromAsync(string code, CancellationToken cancel = default) =>
        (await EntriesAsync(cancel)).SelectMany(e => e.Entry.Description.Items.Where(i => i.Source?.Resource == code).Select(i => (Source: i.Source!.Value.Item, Path: new ItemPath(e.Entry.Description.Code, i.Key))))
            .ToLookup(x => x.Source, x => x.Path, StringComparer.Ordinal);

    private bool IsBelow(string organisation, string above) =>
        organisations.Find(organisation) is { } one && organisations.Find(above) is { } other && one.Path.StartsWith(other.Path, StringComparison.Ordinal);

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

    private async Task<ImmutableArray<Indexed>> EntriesAsync(CancellationToken cancel)
    {
        var mark = await database.ReadAsync(s => s.FirstAsync("select count(*), coalesce(sum(description), 0), coalesce(sum(latest), 0), coalesce(max(latest_at), 0) from sharing_resource where withdrawn_at is null",
            r => $"{r.GetValue(0)}/{r.GetValue(1)}/{r.GetValue(2)}/{r.GetValue(3)}"), cancel) ?? "";
        var known = _snapshot;
        if (known.Mark == mark)
        {
            return known.Entries;
        }
        var rows = await database.ReadAsync(s => s.QueryAsync(
            "select d.document, d.number, r.latest, r.latest_rows, r.latest_at from sharing_resource r join sharing_description d on d.code = r.code and d.number = r.description where r.withdrawn_at is null",
            r => new CatalogueEntry(DescriptionDocument.Read(r.GetString(0)), r.GetInt32(1), r.GetInt32(2), r.GetInt64(3), r.IsDBNull(4) ? null : ChinaTime.FromMicros(r.GetInt64(4)))), cancel);
        var entries = rows.Select(e => new Indexed(e,
            Lower(e.Description.Title.Values.Values),
            Lower([.. e.Description.Keywords, e.Description.Code]),
            Lower(e.Description.Items.SelectMany(i => i.Name.Values.Values.Append(i.Key))),
            Lower(e.Description.Summary.Values.Values))).ToImmutableArray();
        _snapshot = new(mark, entries);
        return entries;
    }

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

    private sealed record Snapshot(string Mark, ImmutableArray<Indexed> Entries);
}
