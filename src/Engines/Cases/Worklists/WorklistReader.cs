using System.Data.Common;
using System.Globalization;
using Zhuangjin.Cases.Board;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Searching;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Worklists;

/// <summary>Pages of open work within the actor's reach.</summary>
internal sealed class WorklistReader(
    IDatabase database,
    IAccess access,
    IOrganisations organisations,
    IPeople people,
    MatterLibrary matters,
    IWorkCalendars calendars,
    CaseLists cases,
    SearchIndexer indexer,
    BoardReader board,
    TimeProvider time) : IWorklists
{
    private const int MostRows = 200;

    private const int MostCounted = 500;

    /// <summary>Up to this many hits a search is answered from the hits; beyond, the list is walked, which then finds soon enough.</summary>
    private const int FewHits = 300;

    private const int Chunk = 256;

    /// <summary>How many changes a search waits for.</summary>
    private const int MostAwaited = 400;

    public async Task<WorkPage> WorkAsync(Actor actor, WorkQuery query, CancellationToken cancel = default)
    {
        var paths = Narrow(access.Reach(actor, Permissions.CasesRead), query.OrganisationId);
        var offices = organisations.All.Where(o => paths.Any(p => o.Path.StartsWith(p, StringComparison.Ordinal))).Select(o => o.Id).ToList();
        if (offices.Count == 0)
        {
            return new([], null, 0);
        }
        query = query with { Search = string.IsNullOrWhiteSpace(query.Search) ? null : query.Search.Trim() };
        var size = Math.Clamp(query.Size, 1, MostRows);
        var after = query.After is { Length: > 0 } text ? WorkCursor.Parse(text, query.Order != WorkOrder.Number) : null;
        var now = time.GetUtcNow();
        List<string> holders = [actor.PersonId, .. actor.Substitutions.Select(s => s.PersonId)];
        var wanted = query.Search is null ? null : SearchWords.Of(query.Search);
        if (wanted is { Phrases.Length: 0 })
        {
            return new([], null, 0);
        }
        if (wanted is not null)
        {
            await indexer.CatchUpAsync(MostAwaited, cancel);
        }

        var (rows, total) = await database.ReadAsync(async session =>
        {
            var found = wanted is null ? null : await CaseSearch.OpenAsync(session, wanted, paths, FewHits);
            if (found is { Count: 0 })
            {
                return ([], 0);
            }
            if (wanted is not null && found is null)
            {
                return (await WalkAsync(session, query, wanted, holders, offices, paths, now.ToMicros(), after, size + 1), MostCounted + 1);
            }
            var page = new WorkStatement();
            // The length is told by the first page and goes with the cursor.
            var read = await session.QueryAsync(page.Page(query, holders, offices, paths, found, now.ToMicros(), after, size + 1, after?.Total is null ? MostCounted + 1 : 0), Read, page.Args);
            return (read, after?.Total ?? (read.Count == 0 ? 0 : read[0].Length));
        }, cancel);

        var names = await people.NamesAsync(rows.Where(r => r.Holder is not null).Select(r => r.Holder!).Distinct(), cancel);
        var next = rows.Count > size ? (CursorAfter(rows[size - 1], query.Order) with { Total = total }).ToString() : null;
        return new(
            [.. rows.Take(size).Select(r => Show(r, names, now))],
            next,
            total > MostCounted ? null : total);
    }

    /// <summary>What of the reach lies with one office or below it.</summary>
    private IReadOnlyList<string> Narrow(IReadOnlyList<string> reach, string? organisationId)
    {
        if (organisationId is null)
        {
            return reach;
        }
        return organisations.Find(organisationId)?.Path is not { } path ? []
            : reach.Any(p => path.StartsWith(p, StringComparison.Ordinal)) ? [path]
            : [.. reach.Where(p => p.StartsWith(path, StringComparison.Ordinal))];
    }

    public Task<IReadOnlyList<MyCase>> MineAsync(Actor actor, CancellationToken cancel = default) => cases.MineAsync(actor, cancel);

    public Task<IReadOnlyList<MyCase>> AboutAsync(Actor actor, string subjectKey, CancellationToken cancel = default) => cases.AboutAsync(actor, subjectKey, cancel);

    public Task<Contracts.Board> BoardAsync(Actor actor, CancellationToken cancel = default) => board.ReadAsync(actor, cancel);

    /// <summary>Words that very many have: the list is read in its order and compared, which soon finds enough.</summary>
    private static async ValueTask<List<Row>> WalkAsync(ISession session, WorkQuery query, SearchWords wanted, IReadOnlyList<string> holders, IReadOnlyList<string> offices, IReadOnlyList<string> paths, long now, WorkCursor? after, int size)
    {
        var rows = new List<Row>();
        while (true)
        {
            var statement = new WorkStatement();
            var some = await session.QueryAsync(statement.Page(query, holders, offices, paths, null, now, after, Chunk, 0), Read, statement.Args);
            var texts = some.Count == 0 ? [] : await TextsAsync(session, some);
            foreach (var row in some.Where(r => texts.TryGetValue(r.CaseId, out var plain) && wanted.AreIn(plain)))
            {
                rows.Add(row);
                if (rows.Count == size)
                {
                    return rows;
                }
            }
            if (some.Count < Chunk)
            {
                return rows;
            }
            after = CursorAfter(some[^1], query.Order);
        }
    }

    private static async ValueTask<Dictionary<string, string>> TextsAsync(ISession session, List<Row> rows)
    {
        var ids = rows.Select(r => r.CaseId).Distinct().ToArray();
        var places = string.Join(", ", Enumerable.Range(1, ids.Length).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)));
        var texts = await session.QueryAsync($"select case_id, plain from cases_search where case_id in ({places})", r => (Id: r.GetString(0), Plain: r.GetString(1)), [.. ids]);
        return texts.ToDictionary(t => t.Id, t => t.Plain, StringComparer.Ordinal);
    }

    private static WorkCursor CursorAfter(Row row, WorkOrder order) => new(
        order switch { WorkOrder.Number => row.Number, WorkOrder.Submitted => row.SubmittedAt.ToString(CultureInfo.InvariantCulture), _ => row.ExpiresAt.ToString(CultureInfo.InvariantCulture) },
        row.CaseId,
        row.Item);

    private WorkRow Show(Row row, IReadOnlyDictionary<string, string> names, DateTimeOffset now)
    {
        var matter = matters.Current(row.Matter);
        var title = matter?.Title ?? new LocalText(row.Matter);
        var item = matter?.Items.FirstOrDefault(i => i.Key == row.Item)?.Title ?? new LocalText(row.Item);
        DateOnly? due = row.Due is null ? null : DateOnly.ParseExact(row.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(
            row.CaseId,
            row.Number,
            row.Version,
            row.Matter,
            title,
            row.Item,
            item,
            row.Subject,
            row.ApplicantName,
            row.Organisation,
            row.Holder is null ? null : names.GetValueOrDefault(row.Holder, row.Holder),
            row.Received,
            ChinaTime.FromMicros(row.SubmittedAt),
            due,
            row.Provisional,
            LightOf(row, now.ToMicros()),
            due is { } day ? CaseClocks.DaysLeft(row.Basis, now.ChinaDate(), day, calendars.Current) : null)
        {
            DueAt = due is not null && row.Basis == TimeBasis.Hour ? ChinaTime.FromMicros(row.ExpiresAt) : null,
        };
    }

    private static Light LightOf(Row row, long now) =>
        row.Paused ? Light.Paused : row.ExpiresAt <= now ? Light.Red : row.AmberAt <= now ? Light.Amber : Light.Green;

    private static Row Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6),
        r.IsDBNull(7) ? null : r.GetString(7), r.GetInt32(8) != 0, r.GetInt64(9), r.IsDBNull(10) ? null : r.GetString(10),
        r.GetInt64(11), r.GetInt64(12), (TimeBasis)r.GetInt32(13), r.GetInt32(14) != 0, r.GetInt32(15) != 0,
        r.GetInt64(16), (int)r.GetInt64(17));

    private sealed record Row(
        string CaseId, string Item, string Matter, string Organisation, string Number, string Subject, string ApplicantName,
        string? Holder, bool Received, long SubmittedAt, string? Due, long ExpiresAt, long AmberAt, TimeBasis Basis, bool Provisional, bool Paused, long Version, int Length);
}
