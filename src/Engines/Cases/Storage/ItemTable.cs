using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements that keep the worklists' rows and the sweep's clocks beside the snapshot.</summary>
internal static class ItemTable
{
    private const string UpsertItem = """
        insert into cases_item (case_id, item, open, status, matter, organisation, path, number, subject, applicant_name, submitted_at, received, holder, ended_at,
          due, expires_at, amber_at, basis, provisional, paused, tier, lost)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
        on conflict (case_id, item) do update set open = excluded.open, status = excluded.status, organisation = excluded.organisation, path = excluded.path,
          subject = excluded.subject, received = excluded.received, holder = excluded.holder, ended_at = excluded.ended_at, due = excluded.due, expires_at = excluded.expires_at,
          amber_at = excluded.amber_at, basis = excluded.basis, provisional = excluded.provisional, paused = excluded.paused, tier = excluded.tier, lost = excluded.lost
        """;

    private const string SetHolder = "update cases_item set received = $3, holder = $4 where case_id = $1 and item = $2";

    private const string UpsertClock = """
        insert into cases_clock (case_id, clock, due, expires_at, provisional, calendar) values ($1, $2, $3, $4, $5, $6)
        on conflict (case_id, clock) do update set due = excluded.due, expires_at = excluded.expires_at, provisional = excluded.provisional, calendar = excluded.calendar
        """;

    private const string DeleteClock = "delete from cases_clock where case_id = $1 and clock = $2";

    public static ValueTask WriteAsync(ISession session, ItemRow? before, ItemRow after)
    {
        if (before is not null && before == after with { Received = before.Received, Holder = before.Holder })
        {
            return session.DeferAsync(SetHolder, [after.CaseId, after.Item, after.Received, after.Holder]);
        }
        return session.DeferAsync(UpsertItem,
            [after.CaseId, after.Item, after.Open, after.Status, after.Matter, after.Organisation, after.Path, after.Number, after.Subject, after.ApplicantName, after.SubmittedAt,
                after.Received, after.Holder, after.EndedAt, after.Due, after.ExpiresAt, after.AmberAt, after.Basis, after.Provisional, after.Paused, after.Tier, after.Lost]);
    }

    public static ValueTask WriteAsync(ISession session, ClockRow row) =>
        session.DeferAsync(UpsertClock, [row.CaseId, row.Clock, row.Due, row.ExpiresAt, row.Provisional, row.Calendar]);

    public static ValueTask DeleteClockAsync(ISession session, string caseId, string clock) => session.DeferAsync(DeleteClock, [caseId, clock]);
}
