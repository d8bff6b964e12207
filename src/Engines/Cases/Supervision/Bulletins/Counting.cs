using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Satisfaction;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Cases.Supervision.Blame;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Supervision.Bulletins;

/// <summary>Counts a month. Pure: facts follow from a case as it stood at the month's end, tables from facts.</summary>
internal static class Counting
{
    /// <param name="state">The case as it stood at <paramref name="until"/>.</param>
    public static CaseFact FactOf(Matter matter, CaseState state, WorkCalendar calendar, DateTimeOffset from, DateTimeOffset until)
    {
        var split = Blaming.Split(matter, state, calendar, until);
        var parts = split.Intervals
            .Select(i => i with { From = i.From > from ? i.From : from, To = i.To < until ? i.To : until })
            .Where(i => i.To > i.From).ToList();
        var rows = Projection.Of(matter, state, calendar);
        var refused = state.Phase == CasePhase.Refused && state.EndedAt >= from;
        return new(
            state.Id, state.Number, state.MatterKey, state.SubmittedAt >= from, state.EndedAt >= from, state.EndedAt >= from && rows.Case.Late,
            Micros(parts), Micros(parts.Where(i => i.Bearer == TimeBearer.InTime)), Micros(parts.Where(i => i.Bearer == TimeBearer.Office)), Micros(parts.Where(i => i.Bearer == TimeBearer.Applicant)), Micros(parts.Where(i => i.Bearer == TimeBearer.Excluded)),
            parts.SelectMany(i => i.Offices).Distinct().ToImmutableSortedDictionary(o => o, o => Micros(parts.Where(i => i.Offices.Contains(o))), StringComparer.Ordinal),
            [.. rows.Items.Where(i => i.Status != (int)ItemStatus.Skipped && (i.EndedAt is null || i.EndedAt >= from.ToMicros())).OrderBy(i => i.Item, StringComparer.Ordinal).Select(i => FactOf(i, from, until))],
            refused ? RefusingOffice(matter, state) : null,
            refused ? state.RefusalReason : null);
    }

    public static BulletinNumbers NumbersOf(BulletinData data)
    {
        var items = data.Cases.SelectMany(c => c.Items.Select(i => (Case: c, Item: i))).ToList();
        var offices = items.Select(i => i.Item.Office).Concat(data.Cases.SelectMany(c => c.Late.Keys)).Concat(data.Notices.Select(n => n.Office)).Concat(data.Records.Select(r => r.Office)).Concat(data.Ratings.Select(r => r.Office))
            .Distinct(StringComparer.Ordinal).Select(o => LineOf(data, o, [.. items.Where(i => i.Item.Office == o).Select(i => i.Item)])).ToList();
        return new(
            data.Cases.Count(c => c.Submitted), data.Cases.Count(c => c.Ended), data.Cases.Count(c => c.Ended && !c.EndedLate),
            data.Cases.Sum(c => c.Office), data.Cases.Sum(c => c.Applicant), data.Cases.Sum(c => c.Excluded), data.Cases.Sum(c => c.InTime),
            Ranked(offices),
            [.. items.Where(i => i.Item.Overdue).OrderBy(i => i.Item.Due, StringComparer.Ordinal).ThenBy(i => i.Case.Number, StringComparer.Ordinal)],
            [.. items.Where(i => i.Item.Deemed).OrderBy(i => i.Case.Number, StringComparer.Ordinal)],
            [.. data.Cases.Where(c => c.RefusedBy is not null).OrderBy(c => c.Number, StringComparer.Ordinal)],
            Ratings(data.Ratings));
    }

    private static IReadOnlyList<OfficeLine> Ranked(List<OfficeLine> offices)
    {
        var ordered = offices.Where(o => o.Done + o.Overdue > 0)
            .OrderByDescending(o => o.OnTimeRate ?? -1).ThenBy(o => o.Overdue).ThenBy(o => o.LostTime).ThenByDescending(o => o.Done).ThenBy(o => o.Office, StringComparer.Ordinal).ToList();
        var lines = new List<OfficeLine>();
        for (var i = 0; i < ordered.Count; i++)
        {
            lines.Add(ordered[i] with { Rank = i > 0 && Key(ordered[i]) == Key(ordered[i - 1]) ? lines[i - 1].Rank : i + 1 });
        }
        return [.. lines, .. offices.Where(o => o.Done + o.Overdue == 0).OrderBy(o => o.Office, StringComparer.Ordinal)];

        static (decimal?, int, long, int) Key(OfficeLine line) => (line.OnTimeRate, line.Overdue, line.LostTime, line.Done);
    }

    private static OfficeLine LineOf(BulletinData data, string office, List<ItemFact> items)
    {
        var (done, late) = (items.Count(i => i.Done), items.Count(i => i.DoneLate));
        var notices = data.Notices.Where(n => n.Office == office).ToList();
        return new(
            null, office, data.Names.GetValueOrDefault(office, office), done, late, done == 0 ? null : Math.Round((done - late) * 100m / done, 1),
            items.Count(i => i.Open), items.Count(i => i.Overdue), items.Count(i => i.Deemed), data.Cases.Sum(c => c.Late.GetValueOrDefault(office)),
            notices.Count, notices.Count(n => !n.Answered),
            data.Records.Count(r => r.Office == office && r.Kind == nameof(RecordKind.Accountability)), data.Records.Count(r => r.Office == office && r.Kind == nameof(RecordKind.Tolerance)),
            Ratings(data.Ratings.Where(r => r.Office == office)));
    }

    private static LevelCounts Ratings(IEnumerable<RatingFact> ratings) => RatingCounts.Of(ratings.Select(r => (SatisfactionLevel)r.Level));

    private static ItemFact FactOf(ItemRow row, DateTimeOffset from, DateTimeOffset until)
    {
        var done = row.EndedAt >= from.ToMicros();
        var overdue = row.Open && row.ExpiresAt <= until.ToMicros();
        var over = overdue && row.Due is { } due ? until.AddTicks(-1).ChinaDate().DayNumber - DateOnly.ParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber : 0;
        var deemed = done && row.Status == (int)ItemStatus.Deemed;
        // Silence that became consent was late, though the clock that ended did not run over.
        return new(row.Item, row.Organisation, done, done && (row.Lost > 0 || deemed), deemed, row.Open, overdue, row.Due, over, row.Tier);
    }

    private static string RefusingOffice(Matter matter, CaseState state) => matter.Items
        .Where(i => i.Task is ItemTask.Decision or ItemTask.Acceptance && state.Items.TryGetValue(i.Key, out var item) && item.EndedAt is not null)
        .OrderByDescending(i => i.Task).Select(i => state.Items[i.Key].OrganisationId).FirstOrDefault(o => o.Length > 0) ?? state.HomeOrganisationId;

    private static long Micros(IEnumerable<BlameInterval> intervals) => intervals.Sum(i => i.To.ToMicros() - i.From.ToMicros());
}
