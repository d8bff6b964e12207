using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Supervision.Blame;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Supervision.Notices;

/// <inheritdoc/>
internal sealed class SupervisionDesk(
    IDatabase database, IAccess access, ICases cases, IOrganisations organisations, MatterLibrary matters, IEvidenceRecorder evidence, IWorkCalendars calendars, TimeProvider time) : ISupervision
{
    private const int MostRed = 500;

    /// <summary>Working days in which an office answers when the notice names no other day.</summary>
    private const int AnswerDays = 3;

    public async Task<IReadOnlyList<RedItem>> RedListAsync(Actor actor, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var (where, args) = Scope.Below("path", access.Reach(actor, Permissions.CasesSupervise), now.ToMicros());
        var (rows, notices) = await database.ReadAsync(async session =>
        {
            var red = await session.QueryAsync(
                $"select case_id, number, matter, item, organisation, subject, due, tier from cases_item where open = 1 and expires_at <= $1 and {where} order by expires_at, case_id, item limit {MostRed.ToString(CultureInfo.InvariantCulture)}",
                r => (Case: r.GetString(0), Number: r.GetString(1), Matter: r.GetString(2), Item: r.GetString(3), Office: r.GetString(4), Subject: r.GetString(5), Due: r.GetString(6), Tier: r.GetInt32(7)), args);
            var about = new Dictionary<(string, string), SupervisionNotice>();
            foreach (var row in red)
            {
                if ((await NoticeTable.AboutAsync(session, row.Case, row.Item)).FirstOrDefault() is { } notice)
                {
                    about[(row.Case, row.Item)] = notice;
                }
            }
            return (red, about);
        }, cancel);
        var today = now.ChinaDate();
        return [.. rows.Select(r =>
        {
            var matter = matters.Current(r.Matter);
            var due = DateOnly.ParseExact(r.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            return new RedItem(
                r.Case, r.Number, matter?.Title ?? new LocalText(r.Matter), r.Item, matter?.Items.FirstOrDefault(i => i.Key == r.Item)?.Title ?? new LocalText(r.Item),
                r.Office, organisations.Find(r.Office)?.Name ?? new LocalText(r.Office), r.Subject, due, today.DayNumber - due.DayNumber, r.Tier, notices.GetValueOrDefault((r.Case, r.Item)));
        })];
    }

    public async Task<SupervisionNotice> IssueAsync(Actor actor, NewNotice notice, CancellationToken cancel = default)
    {
        var office = OfficeBelow(actor, notice.OrganisationId);
        var now = time.GetUtcNow();
        var due = calendars.Current.Due(now.ChinaDate(), new Limit(AnswerDays, TimeBasis.WorkingDay));
        var answerBy = notice.AnswerBy ?? due.Date;
        if (answerBy <= now.ChinaDate())
        {
            throw new InvalidInputException("answerBy", "cases.supervise.fault.answer-by");
        }
        var demand = Said("demand", notice.Demand);
        var subject = Said("subject", notice.Subject, 200);
        var number = notice.CaseId is null ? null : (await cases.FindAsync(actor, notice.CaseId, cancel) ?? throw new NotFoundException("cases.fault.no-such-case")).State.Number;
        var id = Ids.New(time);
        return await database.WriteAsync(async session =>
        {
            if (notice.CaseId is not null && (await NoticeTable.AboutAsync(session, notice.CaseId, notice.Item ?? "")).FirstOrDefault(n => n.State != NoticeState.Closed) is { } open)
            {
                throw new ConflictException("cases.supervise.fault.notice-open", open.Number);
            }
            var sent = new SupervisionNotice(
                id, await Scope.NumberAsync(session, Prefix(office, "督", now)), 1, NoticeState.Sent, office.Id, office.Path, notice.CaseId, number, notice.Item,
                subject, demand, now, actor.PersonId, answerBy, !calendars.Current.IsAnnounced(answerBy.Year));
            await NoticeTable.InsertAsync(session, sent);
            await evidence.RecordAsync(session, SupervisionEvidence.Of(sent, actor, now));
            return sent;
        }, cancel);
    }

    public async Task<SupervisionNotice> AnswerAsync(Actor actor, string noticeId, string cause, string reason, CancellationToken cancel = default)
    {
        var notice = await NoticeAsync(actor, noticeId, cancel) ?? throw new NotFoundException("cases.supervise.fault.no-notice");
        if (!access.May(actor, Permissions.CasesHandle, notice.OrganisationPath))
        {
            throw new DeniedException("cases.fault.not-your-office");
        }
        if (!NoticeCauses.All.Contains(cause))
        {
            throw new InvalidInputException("cause", "cases.supervise.fault.choose");
        }
        Demand(notice.State == NoticeState.Sent, "cases.supervise.fault.notice-moved-on");
        var now = time.GetUtcNow();
        return await MoveAsync(actor, notice with { State = NoticeState.Answered, Cause = cause, Reason = Said("reason", reason), AnsweredAt = now, AnsweredBy = actor.PersonId }, now, cancel);
    }

    public async Task<SupervisionNotice> SettleAsync(Actor actor, string noticeId, string conclusion, CancellationToken cancel = default)
    {
        var notice = await SupervisedAsync(actor, noticeId, cancel);
        var now = time.GetUtcNow();
        return await MoveAsync(actor, notice with { State = NoticeState.Closed, Conclusion = Said("conclusion", conclusion), ClosedAt = now, ClosedBy = actor.PersonId }, now, cancel);
    }

    public async Task<AccountabilityRecord> RecordAsync(Actor actor, NewRecord record, CancellationToken cancel = default)
    {
        var office = OfficeBelow(actor, record.OrganisationId);
        var notice = record.NoticeId is null ? null : await SupervisedAsync(actor, record.NoticeId, cancel);
        var number = record.CaseId is null ? null : (await cases.FindAsync(actor, record.CaseId, cancel) ?? throw new NotFoundException("cases.fault.no-such-case")).State.Number;
        var now = time.GetUtcNow();
        var faults = new List<Fault>();
        Check(faults, record.Kind == RecordKind.Tolerance || Measures.All.Contains(record.Measure ?? ""), "measure", "cases.supervise.fault.choose");
        Check(faults, record.Basis.Trim().Length is >= 4 and <= 500, "basis", "cases.supervise.fault.text", "500");
        Check(faults, record.Reason.Trim().Length is >= 4 and <= 1000, "reason", "cases.supervise.fault.text", "1000");
        Check(faults, record.DecidedBy.Trim().Length is >= 2 and <= 100, "decidedBy", "cases.supervise.fault.decided-by");
        Check(faults, record.DecidedOn <= now.ChinaDate(), "decidedOn", "cases.supervise.fault.decided-on");
        Check(faults, notice is null || notice.OrganisationId == record.OrganisationId, "organisation", "cases.supervise.fault.other-office");
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var subject = Said("subject", record.Subject, 200);
        var id = Ids.New(time);
        return await database.WriteAsync(async session =>
        {
            var written = new AccountabilityRecord(
                id, await Scope.NumberAsync(session, Prefix(office, record.Kind == RecordKind.Accountability ? "问" : "容", now)), record.Kind, office.Id, office.Path, notice?.Id,
                record.CaseId ?? notice?.CaseId, number ?? notice?.CaseNumber, record.Item ?? notice?.Item, subject,
                record.Kind == RecordKind.Tolerance ? null : record.Measure, record.Basis.Trim(), record.Reason.Trim(), record.DecidedBy.Trim(), record.DecidedOn, actor.PersonId, now);
            await NoticeTable.InsertAsync(session, written);
            await evidence.RecordAsync(session, SupervisionEvidence.Of(written, actor));
            if (notice is not null)
            {
                var closed = notice with { Version = notice.Version + 1, State = NoticeState.Closed, Conclusion = written.Reason, ClosedAt = now, ClosedBy = actor.PersonId, RecordId = id };
                await NoticeTable.UpdateAsync(session, closed);
                await evidence.RecordAsync(session, SupervisionEvidence.Of(closed, actor, now));
            }
            return written;
        }, cancel);
    }

    public async Task<SupervisionNotice?> NoticeAsync(Actor actor, string noticeId, CancellationToken cancel = default)
    {
        var notice = await database.ReadAsync(session => NoticeTable.FindAsync(session, noticeId), cancel);
        return notice is not null && (access.May(actor, Permissions.CasesSupervise, notice.OrganisationPath) || access.May(actor, Permissions.CasesHandle, notice.OrganisationPath)) ? notice : null;
    }

    public async Task<IReadOnlyList<SupervisionNotice>> NoticesAsync(Actor actor, CancellationToken cancel = default) => await database.ReadAsync(
        session => NoticeTable.BelowAsync(session, [.. access.Reach(actor, Permissions.CasesSupervise).Concat(access.Reach(actor, Permissions.CasesHandle)).Distinct()]), cancel);

    public async Task<IReadOnlyList<AccountabilityRecord>> RecordsAsync(Actor actor, CancellationToken cancel = default) => await database.ReadAsync(
        session => NoticeTable.RecordsAsync(session, [.. access.Reach(actor, Permissions.CasesSupervise).Concat(access.Reach(actor, Permissions.CasesHandle)).Distinct()]), cancel);

    public async Task<BlameSplit?> BlameAsync(Actor actor, string caseId, CancellationToken cancel = default) =>
        await cases.FindAsync(actor, caseId, cancel) is { } view ? Blaming.Split(view.Matter, view.State, calendars.Current, time.GetUtcNow()) : null;

    private async Task<SupervisionNotice> MoveAsync(Actor actor, SupervisionNotice after, DateTimeOffset now, CancellationToken cancel)
    {
        var moved = after with { Version = after.Version + 1 };
        return await database.WriteAsync(async session =>
        {
            await NoticeTable.UpdateAsync(session, moved);
            await evidence.RecordAsync(session, SupervisionEvidence.Of(moved, actor, now));
            return moved;
        }, cancel);
    }

    private async Task<SupervisionNotice> SupervisedAsync(Actor actor, string noticeId, CancellationToken cancel)
    {
        var notice = await NoticeAsync(actor, noticeId, cancel) ?? throw new NotFoundException("cases.supervise.fault.no-notice");
        if (!access.May(actor, Permissions.CasesSupervise, notice.OrganisationPath))
        {
            throw new DeniedException("cases.page.fault.no-board");
        }
        Demand(notice.State != NoticeState.Closed, "cases.supervise.fault.notice-moved-on");
        return notice;
    }

    private Organisation OfficeBelow(Actor actor, string id)
    {
        var office = organisations.Find(id) ?? throw new InvalidInputException("organisation", "cases.supervise.fault.choose");
        return access.May(actor, Permissions.CasesSupervise, office.Path) ? office : throw new DeniedException("cases.page.fault.no-board");
    }

    private static string Prefix(Organisation office, string mark, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{office.Division}-{mark}-{now.ChinaDate().Year}-");

    private static void Demand(bool holds, string code)
    {
        if (!holds)
        {
            throw new ConflictException(code);
        }
    }

    private static void Check(List<Fault> faults, bool holds, string field, string code, params string[] args)
    {
        if (!holds)
        {
            faults.Add(new(field, code, args));
        }
    }

    private static string Said(string field, string text, int most = 1000) => text.Trim() is { Length: >= 4 } said && said.Length <= most
        ? said
        : throw new InvalidInputException(field, "cases.supervise.fault.text", most.ToString(CultureInfo.InvariantCulture));
}
