using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Supervision.Notices;

/// <summary>Statements on notices and on records of accountability.</summary>
internal static class NoticeTable
{
    public static ValueTask InsertAsync(ISession session, SupervisionNotice notice) => session.DeferAsync(
        "insert into cases_notice (id, number, version, state, organisation, path, case_id, item, issued_at, answer_by, answered_at, closed_at, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        [notice.Id, notice.Number, notice.Version, (int)notice.State, notice.OrganisationId, notice.OrganisationPath, notice.CaseId, notice.Item, notice.IssuedAt.ToMicros(), Text(notice.AnswerBy), null, null, SupervisionJson.Write(notice)]);

    public static ValueTask UpdateAsync(ISession session, SupervisionNotice notice) => session.DeferAsync(
        "update cases_notice set version = $3, state = $4, answered_at = $5, closed_at = $6, body = $7 where id = $1 and version = $2",
        [notice.Id, notice.Version - 1, notice.Version, (int)notice.State, notice.AnsweredAt?.ToMicros(), notice.ClosedAt?.ToMicros(), SupervisionJson.Write(notice)],
        1, static () => new ConflictException("cases.supervise.fault.notice-moved-on"));

    public static async ValueTask<SupervisionNotice?> FindAsync(ISession session, string id) =>
        await session.FirstAsync("select body from cases_notice where id = $1", r => SupervisionJson.Read<SupervisionNotice>(r.GetString(0)), id);

    public static ValueTask<List<SupervisionNotice>> BelowAsync(ISession session, IReadOnlyList<string> paths, DateTimeOffset? since = null, DateTimeOffset? before = null, int most = 200)
    {
        var (where, args) = Scope.Below("path", paths, since?.ToMicros() ?? 0, before?.ToMicros() ?? long.MaxValue, (long)most);
        return session.QueryAsync($"select body from cases_notice where issued_at >= $1 and issued_at < $2 and {where} order by issued_at desc, id desc limit $3", r => SupervisionJson.Read<SupervisionNotice>(r.GetString(0)), args);
    }

    public static ValueTask<List<SupervisionNotice>> AboutAsync(ISession session, string caseId, string item) => session.QueryAsync(
        "select body from cases_notice where case_id = $1 and item = $2 order by issued_at desc, id desc", r => SupervisionJson.Read<SupervisionNotice>(r.GetString(0)), caseId, item);

    public static ValueTask InsertAsync(ISession session, AccountabilityRecord record) => session.DeferAsync(
        "insert into cases_accountability (id, number, kind, notice, organisation, path, case_id, item, at, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [record.Id, record.Number, (int)record.Kind, record.NoticeId, record.OrganisationId, record.OrganisationPath, record.CaseId, record.Item, record.At.ToMicros(), SupervisionJson.Write(record)]);

    public static ValueTask<List<AccountabilityRecord>> RecordsAsync(ISession session, IReadOnlyList<string> paths, DateTimeOffset? since = null, DateTimeOffset? before = null, int most = 200)
    {
        var (where, args) = Scope.Below("path", paths, since?.ToMicros() ?? 0, before?.ToMicros() ?? long.MaxValue, (long)most);
        return session.QueryAsync($"select body from cases_accountability where at >= $1 and at < $2 and {where} order by at desc, id desc limit $3", r => SupervisionJson.Read<AccountabilityRecord>(r.GetString(0)), args);
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
