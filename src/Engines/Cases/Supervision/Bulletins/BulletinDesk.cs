using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Cases.Calendars;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Satisfaction;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Cases.Supervision.Notices;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Supervision.Bulletins;

/// <inheritdoc/>
internal sealed class BulletinDesk(
    IDatabase database, IAccess access, IOrganisations organisations, MatterLibrary matters, CaseLogic logic, IEvidenceRecorder evidence, CalendarShelf calendars, BulletinPrinter printer, TimeProvider time) : IBulletins
{
    private const int Batch = 500;

    public async Task<IReadOnlyList<BulletinHead>> ListAsync(Actor actor, CancellationToken cancel = default) =>
        [.. (await database.ReadAsync(BulletinTable.AllAsync, cancel)).Where(b => MayRead(actor, b.Path)).Select(b => b.Head)];

    public async Task<Bulletin?> FindAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        if (await database.ReadAsync(session => BulletinTable.FindAsync(session, id), cancel) is not var (head, path, text) || !MayRead(actor, path))
        {
            return null;
        }
        var data = SupervisionJson.Read<BulletinData>(text);
        return new(head, data, Counting.NumbersOf(data), text);
    }

    public async Task<BulletinHead> IssueAsync(Actor actor, string organisationId, DateOnly month, CancellationToken cancel = default)
    {
        var area = organisations.Find(organisationId) ?? throw new InvalidInputException("organisation", "cases.supervise.fault.choose");
        if (!access.May(actor, Permissions.CasesSupervise, area.Path))
        {
            throw new DeniedException("cases.page.fault.no-board");
        }
        var first = new DateOnly(month.Year, month.Month, 1);
        var now = time.GetUtcNow();
        if (now < ChinaTime.At(first.AddMonths(1), TimeOnly.MinValue))
        {
            throw new InvalidInputException("month", "cases.supervise.fault.month-not-over");
        }
        var calendar = calendars.Current;
        var text = SupervisionJson.Write(await CountAsync(area, first, calendar, cancel));
        var digest = DigestOf(text);
        var id = Ids.New(time);
        await calendars.KeepAsync(calendar, cancel);
        return await database.WriteAsync(async session =>
        {
            var before = (await BulletinTable.VersionsAsync(session, area.Id, first)).FirstOrDefault();
            if (before?.Digest == digest)
            {
                throw new ConflictException("cases.supervise.fault.same-bulletin", before.Number);
            }
            var year = first.Year.ToString(CultureInfo.InvariantCulture);
            var number = before?.Number ?? year + "-" + (await KeyTable.TakeNumbersAsync(session, $"bulletin/{area.Id}/{year}", 1)).ToString("00", CultureInfo.InvariantCulture);
            var head = new BulletinHead(id, area.Id, first, (before?.Version ?? 0) + 1, number, now, actor.PersonId, digest);
            await BulletinTable.InsertAsync(session, head, area.Path, text, () => new ConflictException("cases.supervise.fault.bulletin-moved-on"));
            await evidence.RecordAsync(session, new(
                "cases.bulletin-issued", $"bulletin/{area.Id}/{BulletinTable.MonthText(first)}", head.Version, now, "office/" + SupervisionEvidence.SupervisorsOffice(actor),
                SupervisionEvidence.Facts(("number", number), ("month", BulletinTable.MonthText(first)), ("area", area.Id), ("version", head.Version.ToString(CultureInfo.InvariantCulture)), ("sha256", digest), ("calendar", calendar.Version)),
                SupervisionEvidence.Facts(("person", actor.PersonId))));
            return head;
        }, cancel);
    }

    public async Task<BulletinRecount> RecountAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var bulletin = await DemandAsync(actor, id, cancel);
        var area = organisations.Find(bulletin.Head.OrganisationId) ?? throw new NotFoundException("cases.supervise.fault.no-bulletin");
        var now = await CountAsync(area, bulletin.Head.Month, await calendars.FindAsync(bulletin.Data.Calendar, cancel), cancel);
        var digest = DigestOf(SupervisionJson.Write(now));
        var old = bulletin.Data.Cases.ToDictionary(c => c.Number, SupervisionJson.Write, StringComparer.Ordinal);
        var differences = now.Cases.Where(c => old.Remove(c.Number, out var was) ? was != SupervisionJson.Write(c) : true).Select(c => c.Number).ToList();
        return new(digest == bulletin.Head.Digest, digest, digest == bulletin.Head.Digest ? [] : [.. differences, .. old.Keys]);
    }

    public async Task<byte[]> PdfAsync(Actor actor, string id, CancellationToken cancel = default) => printer.Pdf(await DemandAsync(actor, id, cancel));

    public async Task<byte[]> ExcelAsync(Actor actor, string id, CancellationToken cancel = default) => BulletinWorkbook.Write(await DemandAsync(actor, id, cancel), printer.Words);

    private async Task<Bulletin> DemandAsync(Actor actor, string id, CancellationToken cancel) => await FindAsync(actor, id, cancel) ?? throw new NotFoundException("cases.supervise.fault.no-bulletin");

    /// <summary>Nothing that happened after the month's end is looked at, so that it does not matter when the month is counted.</summary>
    private async Task<BulletinData> CountAsync(Organisation area, DateOnly month, WorkCalendar calendar, CancellationToken cancel)
    {
        var from = ChinaTime.At(month, TimeOnly.MinValue);
        var until = ChinaTime.At(month.AddMonths(1), TimeOnly.MinValue);
        var cases = new List<CaseFact>();
        for (var after = ""; ;)
        {
            var states = await database.ReadAsync(session => BulletinTable.CasesAsync(session, area.Path, from, until, after, Batch, logic.Replay), cancel);
            if (states.Count == 0)
            {
                break;
            }
            after = states[^1].Id;
            // Two reopened moments apart: a case that ended before the month is none of it, though its row says otherwise.
            cases.AddRange(states.Where(s => s.EndedAt is null || s.EndedAt >= from).Select(s => Counting.FactOf(matters.Pinned(s.MatterKey, s.MatterVersion, s.MatterHash), s, calendar, from, until)));
        }
        var (notices, records, ratings) = await database.ReadAsync(async session => (
            await NoticeTable.BelowAsync(session, [area.Path], from, until, int.MaxValue),
            await NoticeTable.RecordsAsync(session, [area.Path], from, until, int.MaxValue),
            await RatingTable.BetweenAsync(session, from, until, [area.Path])), cancel);
        var named = cases.SelectMany(c => c.Items.Select(i => i.Office).Concat(c.Late.Keys)).Concat(notices.Select(n => n.OrganisationId)).Concat(records.Select(r => r.OrganisationId)).Concat(ratings.Select(r => r.Rating.OrganisationId)).Append(area.Id);
        return new(
            area.Id, BulletinTable.MonthText(month), calendar.Version,
            [.. cases.OrderBy(c => c.Number, StringComparer.Ordinal)],
            [.. notices.OrderBy(n => n.Number, StringComparer.Ordinal).Select(n => FactOf(n, until))],
            [.. records.OrderBy(r => r.Number, StringComparer.Ordinal).Select(r => new RecordFact(r.Number, r.Kind.ToString(), r.OrganisationId, r.CaseNumber, r.Subject, r.Measure, r.Basis, r.DecidedBy, Text(r.DecidedOn)))],
            [.. ratings.Where(r => !(r.Ticket is { Outcome: TicketOutcomes.Unfounded } t && t.ClosedAt < until)).OrderBy(r => r.Rating.Id, StringComparer.Ordinal).Select(r => FactOf(r, until))],
            named.Distinct().ToImmutableSortedDictionary(o => o, o => organisations.Find(o)?.Name.In("zh") ?? o, StringComparer.Ordinal));
    }

    private static NoticeFact FactOf(SupervisionNotice notice, DateTimeOffset until)
    {
        var answered = notice.AnsweredAt < until;
        return new(notice.Number, notice.OrganisationId, notice.CaseNumber, notice.Subject, Text(notice.IssuedAt.ChinaDate()), Text(notice.AnswerBy), answered,
            (answered ? notice.AnsweredAt!.Value : until.AddTicks(-1)).ChinaDate() > notice.AnswerBy, answered ? notice.Cause : null);
    }

    private static RatingFact FactOf(CountedRating rating, DateTimeOffset until) => new(
        rating.Rating.OrganisationId, rating.Rating.MatterKey, (int)rating.Rating.Level, rating.Rating.Reasons,
        rating.Ticket is not { } ticket ? null : ticket.ClosedAt < until ? "closed" : ticket.AnsweredAt < until ? "answered" : "open");

    /// <summary>Who has an office in the area or above it reads its bulletin.</summary>
    private bool MayRead(Actor actor, string path) => access.Reach(actor, Permissions.CasesRead).Any(r => r.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(r, StringComparison.Ordinal));

    private static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
