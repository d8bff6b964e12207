using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Progressing;

/// <summary>Finds what offices said no to in a span of days, among the items within a supervisor's reach: each is told once, by its last no in those days.</summary>
internal sealed class RefusalReader(IDatabase database, IAccess access, MatterLibrary matters) : IRefusals
{
    private const int Most = 500;

    public async Task<IReadOnlyList<RefusalRow>> OfDaysAsync(Actor actor, DateOnly from, DateOnly to, CancellationToken cancel = default)
    {
        var paths = access.Reach(actor, Permissions.CasesSupervise);
        if (paths.Count == 0)
        {
            return [];
        }
        var (start, end) = (ChinaTime.At(from, TimeOnly.MinValue), ChinaTime.EndOf(to));
        var args = new List<object?> { start.ToMicros(), end.ToMicros() };
        var below = new List<string>();
        foreach (var path in paths)
        {
            args.Add(path);
            args.Add(path[..^1] + "0");
            below.Add(string.Create(CultureInfo.InvariantCulture, $"(i.path >= ${args.Count - 1} and i.path < ${args.Count})"));
        }
        // The items that were touched since the span began; whether and when one said no is told by the events of its case.
        var sql = $"""
            select distinct c.id, c.subject from cases_case c join cases_item i on i.case_id = c.id
            where c.submitted_at < $2 and (c.ended_at is null or c.ended_at >= $1) and ({string.Join(" or ", below)}) and exists (
              select 1 from cases_event e where e.case_id = c.id and e.at >= $1 and e.at < $2 and e.body like '%"cases.item-disagreed"%')
            order by c.id desc limit {Most.ToString(CultureInfo.InvariantCulture)}
            """;
        return await database.ReadAsync(async session =>
        {
            var found = new List<RefusalRow>();
            foreach (var (id, subject) in await session.QueryAsync(sql, r => (r.GetString(0), r.GetString(1)), [.. args]))
            {
                var state = (await CaseTable.ReadAsync(session, id))!;
                var events = await CaseTable.EventsAsync(session, id);
                found.AddRange(Of(state, subject, events.Where(e => e.At >= start && e.At < end), paths));
            }
            return found.OrderByDescending(f => f.At).Take(Most).ToList();
        }, cancel);
    }

    private IEnumerable<RefusalRow> Of(CaseState state, string subject, IEnumerable<RecordedEvent> events, IReadOnlyList<string> paths)
    {
        var matter = matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash);
        foreach (var said in events.Where(e => e.Event is ItemDisagreed).GroupBy(e => ((ItemDisagreed)e.Event).Item, StringComparer.Ordinal).Select(g => g.Last()))
        {
            var no = (ItemDisagreed)said.Event;
            var item = state.Items[no.Item];
            if (paths.Any(p => item.OrganisationPath.StartsWith(p, StringComparison.Ordinal)))
            {
                yield return new(state.Id, state.Number, state.MatterKey, matter.Title, subject, no.Item, matter.Item(no.Item).Title, item.OrganisationId, no.Reason, said.At, item.Status);
            }
        }
    }
}
