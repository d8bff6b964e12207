using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Supervision;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Satisfaction;

/// <summary>A follow-up as it is stored; who may read what of it is decided by the desk.</summary>
internal sealed record StoredTicket(
    string Id, long Version, TicketState State, string OrganisationId, string OrganisationPath, DateTimeOffset OpenedAt, DateOnly Due, bool Provisional,
    string? Answer = null, DateTimeOffset? AnsweredAt = null, string? AnsweredBy = null, string? Outcome = null, string? Conclusion = null, DateTimeOffset? ClosedAt = null, string? ClosedBy = null);

/// <summary>Statements on ratings, their follow-ups and their codes.</summary>
internal static class RatingTable
{
    public static ValueTask InsertAsync(ISession session, Rating rating, string path) => session.DeferAsync(
        "insert into cases_rating (id, case_id, round, level, at, matter, organisation, path, anonymous, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (case_id, round) do nothing",
        [rating.Id, rating.CaseId, rating.Round, (int)rating.Level, rating.At.ToMicros(), rating.MatterKey, rating.OrganisationId, path, rating.Anonymous ? 1 : 0, SupervisionJson.Write(rating)],
        1, static () => new ConflictException("cases.supervise.fault.rated"));

    public static ValueTask<List<Rating>> OfCaseAsync(ISession session, string caseId) => session.QueryAsync(
        "select body from cases_rating where case_id = $1 order by round", r => SupervisionJson.Read<Rating>(r.GetString(0)), caseId);

    public static async ValueTask<Rating?> FindAsync(ISession session, string id) =>
        await session.FirstAsync("select body from cases_rating where id = $1", r => SupervisionJson.Read<Rating>(r.GetString(0)), id);

    public static ValueTask InsertAsync(ISession session, StoredTicket ticket) => session.DeferAsync(
        "insert into cases_rating_ticket (id, version, state, organisation, path, opened_at, due, provisional, answered_at, closed_at, outcome, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        [ticket.Id, ticket.Version, (int)ticket.State, ticket.OrganisationId, ticket.OrganisationPath, ticket.OpenedAt.ToMicros(), ticket.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ticket.Provisional ? 1 : 0, null, null, null, SupervisionJson.Write(ticket)]);

    public static ValueTask UpdateAsync(ISession session, StoredTicket ticket) => session.DeferAsync(
        "update cases_rating_ticket set version = $3, state = $4, answered_at = $5, closed_at = $6, outcome = $7, body = $8 where id = $1 and version = $2",
        [ticket.Id, ticket.Version - 1, ticket.Version, (int)ticket.State, ticket.AnsweredAt?.ToMicros(), ticket.ClosedAt?.ToMicros(), ticket.Outcome, SupervisionJson.Write(ticket)],
        1, static () => new ConflictException("cases.supervise.fault.ticket-moved-on"));

    public static async ValueTask<StoredTicket?> TicketAsync(ISession session, string id) =>
        await session.FirstAsync("select body from cases_rating_ticket where id = $1", r => SupervisionJson.Read<StoredTicket>(r.GetString(0)), id);

    public static async ValueTask<List<(StoredTicket Ticket, Rating Rating, SatisfactionLevel? Again)>> TicketsAsync(ISession session, IReadOnlyList<string> paths, int most, string? only = null)
    {
        var (where, args) = Scope.Below("t.path", paths, (long)most, only ?? "");
        return await session.QueryAsync($"""
            select t.body, r.body, n.level from cases_rating_ticket t join cases_rating r on r.id = t.id left join cases_rating n on n.case_id = r.case_id and n.round = r.round + 1
            where {where} and ($2 = '' or t.id = $2) order by t.state, t.due, t.id limit $1
            """,
            r => (SupervisionJson.Read<StoredTicket>(r.GetString(0)), SupervisionJson.Read<Rating>(r.GetString(1)), r.IsDBNull(2) ? (SatisfactionLevel?)null : (SatisfactionLevel)r.GetInt32(2)), args);
    }

    /// <summary>Ratings of a time below some paths, each with its follow-up; read in full, because reasons are counted too.</summary>
    public static async ValueTask<List<CountedRating>> BetweenAsync(ISession session, DateTimeOffset from, DateTimeOffset before, IReadOnlyList<string>? paths = null)
    {
        var (where, args) = paths is null ? ("1 = 1", [from.ToMicros(), before.ToMicros()]) : Scope.Below("r.path", paths, from.ToMicros(), before.ToMicros());
        return await session.QueryAsync($"""
            select r.body, t.body, n.level, n.at from cases_rating r left join cases_rating_ticket t on t.id = r.id left join cases_rating n on n.case_id = r.case_id and n.round = r.round + 1
            where r.at >= $1 and r.at < $2 and {where} order by r.at, r.id
            """,
            r => new CountedRating(SupervisionJson.Read<Rating>(r.GetString(0)), r.IsDBNull(1) ? null : SupervisionJson.Read<StoredTicket>(r.GetString(1)), r.IsDBNull(3) ? null : ChinaTime.FromMicros(r.GetInt64(3))), args);
    }

    public static ValueTask<string?> CaseOfAsync(ISession session, string code) => session.FirstAsync("select case_id from cases_rating_code where code = $1", r => r.GetString(0), code);

    /// <summary>The code of a case; the first one that was given stays.</summary>
    public static async ValueTask<string> CodeAsync(ISession session, string caseId, string fresh) => await session.FirstAsync(
        "insert into cases_rating_code (code, case_id) values ($1, $2) on conflict (case_id) do update set case_id = excluded.case_id returning code", r => r.GetString(0), fresh, caseId) ?? fresh;
}

/// <param name="AskedAgainAt">When the applicant rated once more; null when he did not.</param>
internal sealed record CountedRating(Rating Rating, StoredTicket? Ticket, DateTimeOffset? AskedAgainAt);

/// <summary>Counts ratings; one rule for the public page and the bulletin.</summary>
internal static class RatingCounts
{
    public static LevelCounts Of(IEnumerable<SatisfactionLevel> levels)
    {
        var by = levels.CountBy(l => l).ToDictionary();
        int At(SatisfactionLevel level) => by.GetValueOrDefault(level);
        return new(At(SatisfactionLevel.VerySatisfied), At(SatisfactionLevel.Satisfied), At(SatisfactionLevel.BasicallySatisfied), At(SatisfactionLevel.Dissatisfied), At(SatisfactionLevel.VeryDissatisfied));
    }
}
