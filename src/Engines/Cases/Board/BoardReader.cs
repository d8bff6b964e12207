using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Board;

/// <summary>The supervisor's numbers: lights by office, what is overdue, and whose time was lost. Counted from the lists' rows by covering indexes.</summary>
internal sealed class BoardReader(IDatabase database, IAccess access, IOrganisations organisations, MatterLibrary matters, TimeProvider time)
{
    private const int MostOverdue = 100;

    private const decimal MicrosADay = 86_400_000_000m;

    public async Task<Contracts.Board> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var paths = access.Reach(actor, Permissions.CasesSupervise);
        if (paths.Count == 0)
        {
            return new([], [], 0, 0, 0, 0, 0);
        }
        var now = time.GetUtcNow();
        var micros = now.ToMicros();
        var (open, closed, overdue, cases) = await database.ReadAsync(async session => (
            await OpenAsync(session, paths, micros),
            await ClosedAsync(session, Below(paths)),
            await OverdueAsync(session, paths, micros),
            await CasesAsync(session, paths, micros)), cancel);

        var offices = open.Keys.Union(closed.Keys)
            .Select(id => (Organisation: organisations.Find(id), Open: open.GetValueOrDefault(id), Closed: closed.GetValueOrDefault(id)))
            .Where(o => o.Organisation is not null)
            .OrderByDescending(o => o.Open.Red).ThenByDescending(o => o.Open.Amber).ThenBy(o => o.Organisation!.Path, StringComparer.Ordinal)
            .Select(o => new OfficeLights(
                o.Organisation!.Id, o.Organisation.Name, o.Open.Green, o.Open.Amber, o.Open.Red, o.Open.Paused,
                o.Closed.Done, o.Closed.Late, o.Closed.Deemed, Days(o.Closed.Lost + o.Open.Lost)))
            .ToList();
        return new(
            offices,
            [.. overdue.Select(o => Show(o, now))],
            cases.All,
            cases.Ended,
            cases.OnTime,
            offices.Sum(o => o.DaysLost),
            Days(cases.ApplicantLost));
    }

    private List<string> Below(IReadOnlyList<string> paths) =>
        [.. organisations.All.Where(o => paths.Any(p => o.Path.StartsWith(p, StringComparison.Ordinal))).Select(o => o.Id)];

    private static async ValueTask<Dictionary<string, OpenCount>> OpenAsync(ISession session, IReadOnlyList<string> paths, long now)
    {
        var (where, args) = Under("path", paths, [now]);
        var rows = await session.QueryAsync($"""
            select organisation,
              sum(case when paused = 0 and expires_at > $1 and amber_at > $1 then 1 else 0 end),
              sum(case when paused = 0 and expires_at > $1 and amber_at <= $1 then 1 else 0 end),
              sum(case when expires_at <= $1 then 1 else 0 end),
              sum(paused),
              cast(sum(lost + case when expires_at <= $1 then $1 - expires_at else 0 end) as bigint)
            from cases_item where open = 1 and {where} group by organisation
            """,
            r => (Id: r.GetString(0), Count: new OpenCount((int)r.GetInt64(1), (int)r.GetInt64(2), (int)r.GetInt64(3), (int)r.GetInt64(4), r.GetInt64(5))), args);
        return rows.ToDictionary(r => r.Id, r => r.Count, StringComparer.Ordinal);
    }

    private static async ValueTask<Dictionary<string, ClosedCount>> ClosedAsync(ISession session, List<string> offices)
    {
        var found = new Dictionary<string, ClosedCount>(StringComparer.Ordinal);
        if (offices.Count == 0)
        {
            return found;
        }
        var places = string.Join(", ", Enumerable.Range(3, offices.Count).Select(i => "$" + i.ToString(CultureInfo.InvariantCulture)));
        var rows = await session.QueryAsync($"""
            select organisation, count(*), sum(case when lost > 0 then 1 else 0 end), sum(case when status = $1 then 1 else 0 end), cast(sum(lost) as bigint)
            from cases_item where open = 0 and status <> $2 and organisation in ({places}) group by organisation
            """,
            r => (Id: r.GetString(0), Count: new ClosedCount((int)r.GetInt64(1), (int)r.GetInt64(2), (int)r.GetInt64(3), r.GetInt64(4))),
            [(int)ItemStatus.Deemed, (int)ItemStatus.Skipped, .. offices]);
        foreach (var (id, count) in rows)
        {
            found[id] = count;
        }
        return found;
    }

    private static async ValueTask<List<OverdueRow>> OverdueAsync(ISession session, IReadOnlyList<string> paths, long now)
    {
        var (where, args) = Under("path", paths, [now]);
        return await session.QueryAsync(
            $"select case_id, number, matter, item, organisation, subject, due, tier from cases_item where open = 1 and expires_at <= $1 and {where} order by expires_at, case_id, item limit {MostOverdue}",
            r => new OverdueRow(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetInt32(7)),
            args);
    }

    private static async ValueTask<CaseCount> CasesAsync(ISession session, IReadOnlyList<string> paths, long now)
    {
        var (where, args) = Under("home_path", paths, [now]);
        return await session.FirstAsync($"""
            select count(*), count(ended_at), coalesce(sum(case when ended_at is not null and late = 0 then 1 else 0 end), 0),
              cast(coalesce(sum(applicant_lost + case when applicant_since is null then 0 else $1 - applicant_since end), 0) as bigint)
            from cases_case where {where}
            """,
            r => new CaseCount((int)r.GetInt64(0), (int)r.GetInt64(1), (int)r.GetInt64(2), r.GetInt64(3)), args);
    }

    private static (string Where, object?[] Args) Under(string column, IReadOnlyList<string> paths, object?[] first)
    {
        var args = new List<object?>(first);
        var parts = new List<string>();
        foreach (var path in paths)
        {
            args.Add(path);
            args.Add(path + "\U0010FFFF");
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{column} >= ${args.Count - 1} and {column} < ${args.Count}"));
        }
        return ($"({string.Join(" or ", parts)})", [.. args]);
    }

    private OverdueItem Show(OverdueRow row, DateTimeOffset now)
    {
        var matter = matters.Current(row.Matter);
        var due = DateOnly.ParseExact(row.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(
            row.CaseId,
            row.Number,
            matter?.Title ?? new LocalText(row.Matter),
            matter?.Items.FirstOrDefault(i => i.Key == row.Item)?.Title ?? new LocalText(row.Item),
            organisations.Find(row.Organisation)?.Name ?? new LocalText(row.Organisation),
            row.Subject,
            due,
            now.ChinaDate().DayNumber - due.DayNumber,
            row.Tier);
    }

    private static decimal Days(long micros) => Math.Round(micros / MicrosADay, 1);

    private readonly record struct OpenCount(int Green, int Amber, int Red, int Paused, long Lost);

    private readonly record struct ClosedCount(int Done, int Late, int Deemed, long Lost);

    private readonly record struct CaseCount(int All, int Ended, int OnTime, long ApplicantLost);

    private sealed record OverdueRow(string CaseId, string Number, string Matter, string Item, string Organisation, string Subject, string Due, int Tier);
}
