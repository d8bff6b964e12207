using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Searching;

/// <summary>Finds by the index, compares with the texts, and asks the one place of rights about every case that it shows.</summary>
internal sealed class CaseSearch(IDatabase database, SearchIndexer indexer, IAccess access, CaseRights rights, MatterLibrary matters) : ICaseSearch
{
    private const int MostRows = 100;

    /// <summary>How many changes a search waits for; what a great import brings is found when the indexer has come to it.</summary>
    private const int MostAwaited = 400;

    public async Task<SearchPage> SearchAsync(Actor actor, string words, string? after = null, int size = 20, CancellationToken cancel = default)
    {
        var wanted = SearchWords.Of(words);
        var reach = access.Reach(actor, Permissions.CasesRead);
        if (wanted.Phrases.Length == 0 || reach.Count == 0)
        {
            return new([], null);
        }
        await indexer.CatchUpAsync(MostAwaited, cancel);
        size = Math.Clamp(size, 1, MostRows);
        var before = after is null ? long.MaxValue
            : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor
            : throw new InvalidInputException("after", "cases.fault.cursor");
        var scope = reach.Select(p => Grams.Scope(p.TrimEnd('/').Split('/')[^1])).ToList();
        var found = await database.ReadAsync(async session =>
        {
            var hits = new List<(Found Found, CaseState State)>();
            await foreach (var candidate in CandidatesAsync(session, wanted, scope, before, size + 1))
            {
                if (await CaseTable.ReadAsync(session, candidate.CaseId) is { } state && rights.MaySeeAsOfficial(actor, state))
                {
                    hits.Add((candidate, state));
                }
                if (hits.Count > size)
                {
                    break;
                }
            }
            var fields = hits.Count == 0 ? [] : (await SearchTable.FieldsAsync(session, [.. hits.Take(size).Select(h => h.Found.CaseId)])).ToDictionary(f => f.CaseId, f => f.Fields, StringComparer.Ordinal);
            return (Hits: hits, Fields: fields);
        }, cancel);
        return new(
            [.. found.Hits.Take(size).Select(h => Show(h.State, SearchDocument.ReadFields(found.Fields[h.Found.CaseId]), wanted))],
            found.Hits.Count > size ? found.Hits[size - 1].Found.Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Cases with open work below the paths whose texts hold the words, newest first; null when there are more than <paramref name="most"/>.</summary>
    public static async ValueTask<List<string>?> OpenAsync(ISession session, SearchWords wanted, IReadOnlyList<string> paths, int most)
    {
        var scope = paths.Select(p => Grams.Work(p.TrimEnd('/').Split('/')[^1])).ToList();
        var cases = new List<string>();
        await foreach (var candidate in CandidatesAsync(session, wanted, scope, long.MaxValue, most + 1))
        {
            cases.Add(candidate.CaseId);
            if (cases.Count > most)
            {
                return null;
            }
        }
        return cases;
    }

    private static async IAsyncEnumerable<Found> CandidatesAsync(ISession session, SearchWords wanted, List<int> scope, long before, int most)
    {
        var needed = wanted.Needed();
        List<Found> some;
        do
        {
            some = await SearchTable.FindAsync(session, needed, scope, before, most);
            foreach (var one in some.Where(f => wanted.AreIn(f.Plain)))
            {
                yield return one;
            }
            before = some.Count > 0 ? some[^1].Sequence : 0;
        }
        while (some.Count == most);
    }

    private SearchHit Show(CaseState state, IReadOnlyList<SearchField> fields, SearchWords wanted)
    {
        var matter = matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash);
        var matches = fields
            .Select(f => (Field: f, Pieces: wanted.Mark(f.Text)))
            .Where(f => f.Pieces is not null)
            .Select(f => new SearchMatch(f.Field.Kind, matter.Form.FirstOrDefault(m => m.Key == f.Field.Key)?.Label, f.Pieces!));
        return new(state.Id, state.Number, state.MatterKey, matter.Title, fields[1].Text, state.Applicant.Name, state.Phase, state.SubmittedAt, [.. matches]);
    }
}
