using System.Text.Json;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements that keep the meetings of cases beside their snapshots.</summary>
internal static class MeetingTable
{
    private const string Upsert = """
        insert into cases_meeting (case_id, meeting, matter, number, subject, subject_key, home_path, convener_path, called_at, closed, body)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (case_id, meeting) do update set convener_path = excluded.convener_path, called_at = excluded.called_at, closed = excluded.closed, body = excluded.body
        """;

    private const string Call = "insert into cases_summons (case_id, meeting, organisation, path) values ($1, $2, $3, $4) on conflict (case_id, meeting, organisation) do nothing";

    public static async ValueTask WriteAsync(ISession session, MeetingChange change)
    {
        var (row, meeting, body) = change;
        await session.DeferAsync(Upsert,
            [row.Id, meeting.Key, row.Matter, row.Number, row.Subject, row.SubjectKey, row.HomePath, meeting.ConvenerOrganisationPath, meeting.CalledAt.ToMicros(), meeting.ClosedAt is not null, body]);
        foreach (var summons in meeting.Summonses.Values)
        {
            await session.DeferAsync(Call, [row.Id, meeting.Key, summons.OrganisationId, summons.OrganisationPath]);
        }
    }

    /// <summary>The meetings that a step has changed, ready to be written.</summary>
    public static MeetingChange[] Changes(KnownCase? before, KnownCase after) =>
    [
        .. after.State.Meetings.Values
            .Where(m => before?.State.Meetings.GetValueOrDefault(m.Key) != m)
            .Select(m => new MeetingChange(after.Rows.Case, m, JsonSerializer.Serialize(m, CaseJson.Compact.MeetingState))),
    ];
}

internal sealed record MeetingChange(CaseRow Case, MeetingState Meeting, string Body);
