using System.Text.Json;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Meetings;

/// <summary>Reads the meetings within an actor's reach.</summary>
internal sealed class MeetingReader(IDatabase database, IAccess access) : IMeetings
{
    public async Task<IReadOnlyList<MeetingRow>> ListAsync(Actor actor, MeetingQuery query, CancellationToken cancel = default)
    {
        var paths = access.Reach(actor, Permissions.CasesRead);
        if (paths.Count == 0)
        {
            return [];
        }
        var args = new List<object?>();
        string Arg(object value)
        {
            args.Add(value);
            return "$" + args.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        // A path ends in '/', and '0' is the character that follows it: so many paths lie between.
        string Below(string column) => string.Join(" or ", paths.Select(p => $"({column} >= {Arg(p)} and {column} < {Arg(p[..^1] + "0")})"));
        var filter = (query.MatterKey is { } matter ? $" and matter = {Arg(matter)}" : "") + (query.OpenOnly ? " and closed = 0" : "");
        var sql = $"""
            select case_id, number, matter, subject, subject_key, home_path, body from cases_meeting m
            where ({Below("home_path")} or {Below("convener_path")} or exists (select 1 from cases_summons s where s.case_id = m.case_id and s.meeting = m.meeting and ({Below("s.path")}))){filter}
            order by called_at desc, case_id, meeting limit {Arg((long)query.Most)}
            """;
        var rows = await database.ReadAsync(session => session.QueryAsync(sql,
            r => (Case: r.GetString(0), Number: r.GetString(1), Matter: r.GetString(2), Subject: r.GetString(3), Key: r.IsDBNull(4) ? null : r.GetString(4), Home: r.GetString(5), Body: r.GetString(6)), [.. args]), cancel);
        return
        [
            .. rows
                .Select(r => (Row: r, Meeting: JsonSerializer.Deserialize(r.Body, CaseJson.Compact.MeetingState)!))
                .Where(r => r.Meeting.ConvenedAt is not null || paths.Any(p => r.Row.Home.StartsWith(p, StringComparison.Ordinal) || r.Meeting.ConvenerOrganisationPath.StartsWith(p, StringComparison.Ordinal)))
                .Select(r => new MeetingRow(
                    r.Row.Case, r.Row.Number, r.Row.Matter, r.Row.Subject, r.Row.Key, r.Meeting,
                    [.. r.Meeting.Summonses.Values.Where(s => access.May(actor, Permissions.CasesHandle, s.OrganisationPath)).Select(s => s.OrganisationId)],
                    access.May(actor, Permissions.CasesConvene, r.Meeting.ConvenerOrganisationPath))),
        ];
    }
}
