using System.Collections.Immutable;
using System.Security.Cryptography;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Cases.Running;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Cases.Supervision;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Satisfaction;

/// <inheritdoc/>
internal sealed class SatisfactionDesk(
    IDatabase database, IAccess access, CaseRights rights, MatterLibrary matters, IOrganisations organisations, IEvidenceRecorder evidence, IWorkCalendars calendars, TimeProvider time) : ISatisfaction
{
    /// <summary>Working days in which a bad rating is answered.</summary>
    private const int AnswerDays = 5;

    /// <summary>A rating and, after a follow-up, one more.</summary>
    private const int MostRounds = 2;

    private const int MostTickets = 200;
    private const int LongestText = 500;

    public async Task<RatingForm?> FormAsync(Actor actor, string caseId, CancellationToken cancel = default)
    {
        var state = await StateAsync(caseId, cancel);
        return state is not null && rights.IsApplicant(actor, state) ? await FormOfAsync(state, cancel) : null;
    }

    public async Task<RatingForm?> FormByCodeAsync(string code, CancellationToken cancel = default) =>
        await database.ReadAsync(session => RatingTable.CaseOfAsync(session, code), cancel) is { } caseId && await StateAsync(caseId, cancel) is { } state ? await FormOfAsync(state, cancel) : null;

    public async Task<Rating> RateAsync(Actor actor, string caseId, NewRating rating, CancellationToken cancel = default)
    {
        var state = await StateAsync(caseId, cancel);
        return state is not null && rights.IsApplicant(actor, state) ? await TakeAsync(state, rating, "my", cancel) : throw new NotFoundException("cases.fault.no-such-case");
    }

    public async Task<Rating> RateByCodeAsync(string code, NewRating rating, CancellationToken cancel = default)
    {
        var caseId = await database.ReadAsync(session => RatingTable.CaseOfAsync(session, code), cancel) ?? throw new NotFoundException("cases.supervise.fault.no-code");
        return await TakeAsync((await StateAsync(caseId, cancel))!, rating, "qr", cancel);
    }

    public async Task<string> CodeAsync(Actor actor, string caseId, CancellationToken cancel = default)
    {
        var state = await StateAsync(caseId, cancel);
        if (state is null || !(rights.IsApplicant(actor, state) || (rights.MaySeeAsOfficial(actor, state) && access.Reach(actor, Permissions.CasesHandle).Count > 0)))
        {
            throw new NotFoundException("cases.fault.no-such-case");
        }
        return await database.WriteAsync(session => RatingTable.CodeAsync(session, caseId, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))), cancel);
    }

    public async Task<IReadOnlyList<RatingTicket>> TicketsAsync(Actor actor, CancellationToken cancel = default)
    {
        var found = await database.ReadAsync(session => RatingTable.TicketsAsync(session, Reach(actor), MostTickets), cancel);
        return [.. await ShowAsync(actor, found, cancel)];
    }

    public async Task<RatingTicket?> TicketAsync(Actor actor, string id, CancellationToken cancel = default)
    {
        var found = await database.ReadAsync(session => RatingTable.TicketsAsync(session, Reach(actor), 1, id), cancel);
        return (await ShowAsync(actor, found, cancel)).SingleOrDefault();
    }

    public async Task<RatingTicket> AnswerAsync(Actor actor, string id, string answer, CancellationToken cancel = default)
    {
        var ticket = await StoredAsync(id, cancel);
        if (!access.May(actor, Permissions.CasesHandle, ticket.OrganisationPath) && !access.May(actor, Permissions.CasesSupervise, ticket.OrganisationPath))
        {
            throw new DeniedException("cases.fault.not-your-office");
        }
        if (ticket.State != TicketState.Open)
        {
            throw new ConflictException("cases.supervise.fault.ticket-moved-on");
        }
        var now = time.GetUtcNow();
        await MoveAsync(actor, ticket with { State = TicketState.Answered, Answer = Said("answer", answer), AnsweredAt = now, AnsweredBy = actor.PersonId }, "cases.rating-answered", ("answer", answer), now, cancel);
        return (await TicketAsync(actor, id, cancel))!;
    }

    public async Task<RatingTicket> CloseAsync(Actor actor, string id, string outcome, string conclusion, CancellationToken cancel = default)
    {
        var ticket = await StoredAsync(id, cancel);
        if (!access.May(actor, Permissions.CasesSupervise, ticket.OrganisationPath))
        {
            throw new DeniedException("cases.page.fault.no-board");
        }
        if (!TicketOutcomes.All.Contains(outcome))
        {
            throw new InvalidInputException("outcome", "cases.supervise.fault.choose");
        }
        if (ticket.State != TicketState.Answered)
        {
            throw new ConflictException(ticket.State == TicketState.Open ? "cases.supervise.fault.not-answered" : "cases.supervise.fault.ticket-moved-on");
        }
        var now = time.GetUtcNow();
        await MoveAsync(actor, ticket with { State = TicketState.Closed, Outcome = outcome, Conclusion = Said("conclusion", conclusion), ClosedAt = now, ClosedBy = actor.PersonId }, "cases.rating-closed", ("conclusion", conclusion), now, cancel);
        return (await TicketAsync(actor, id, cancel))!;
    }

    public async Task<SatisfactionSummary> SummaryAsync(DateOnly from, DateOnly to, CancellationToken cancel = default)
    {
        var ratings = await database.ReadAsync(session => RatingTable.BetweenAsync(session, ChinaTime.At(from, TimeOnly.MinValue), ChinaTime.EndOf(to)), cancel);
        var counted = ratings.Where(r => r.Ticket?.Outcome != TicketOutcomes.Unfounded).ToList();
        var bad = counted.Where(r => RatingReasons.IsBad(r.Rating.Level)).ToList();
        var offices = counted.GroupBy(r => r.Rating.OrganisationId)
            .Select(g => (g.Key, Counts: RatingCounts.Of(g.Select(r => r.Rating.Level))))
            .OrderByDescending(o => o.Counts.All >= SatisfactionSummary.Fewest).ThenByDescending(o => o.Counts.Rate).ThenByDescending(o => o.Counts.All)
            .Select(o => new OfficeSatisfaction(o.Key, organisations.Find(o.Key)?.Name ?? new LocalText(o.Key), o.Counts.All >= SatisfactionSummary.Fewest ? o.Counts : null));
        return new(
            from, to, RatingCounts.Of(counted.Select(r => r.Rating.Level)), [.. offices],
            [.. bad.SelectMany(r => r.Rating.Reasons).CountBy(r => r).OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => new ReasonCount(r.Key, r.Value))],
            bad.Count,
            bad.Count(r => r.Ticket is { State: TicketState.Closed }),
            bad.Count(r => r.Ticket is { AnsweredAt: { } at } && at.ChinaDate() <= r.Ticket.Due),
            bad.Count(r => r.AskedAgainAt is not null),
            ratings.Count - counted.Count);
    }

    private async Task<Rating> TakeAsync(CaseState state, NewRating rating, string channel, CancellationToken cancel)
    {
        var form = await FormOfAsync(state, cancel);
        if (!form.MayRate)
        {
            throw new ConflictException(form.Mine.Count == 0 ? "cases.supervise.fault.no-result" : "cases.supervise.fault.rated");
        }
        var faults = new List<Fault>();
        if (!Enum.IsDefined(rating.Level))
        {
            throw new InvalidInputException("level", "cases.supervise.fault.choose");
        }
        if (rating.Reasons.Except(RatingReasons.Of(rating.Level)).Any())
        {
            faults.Add(new("reasons", "cases.supervise.fault.reasons-of-level"));
        }
        if (RatingReasons.IsBad(rating.Level) && rating.Reasons.IsEmpty && string.IsNullOrWhiteSpace(rating.Comment))
        {
            faults.Add(new("reasons", "cases.supervise.fault.say-why"));
        }
        if (rating.Comment.Trim().Length > LongestText)
        {
            faults.Add(new("comment", "cases.supervise.fault.text", "500"));
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var now = time.GetUtcNow();
        var office = RatedOffice(state);
        var taken = new Rating(Ids.New(time), state.Id, form.Mine.Count + 1, rating.Level, [.. rating.Reasons.Distinct().Order(StringComparer.Ordinal)], rating.Comment.Trim(), rating.Anonymous, channel, now, state.MatterKey, office.Id);
        var due = calendars.Current.Due(now.ChinaDate(), new Limit(AnswerDays, TimeBasis.WorkingDay));
        var ticket = RatingReasons.IsBad(rating.Level) ? new StoredTicket(taken.Id, 1, TicketState.Open, office.Id, office.Path, now, due.Date, due.Provisional) : null;
        return await database.WriteAsync(async session =>
        {
            await RatingTable.InsertAsync(session, taken, office.Path);
            await evidence.RecordAsync(session, new(
                "cases.rated", "rating/" + taken.Id, 1, now, "applicant",
                SupervisionEvidence.Facts(("level", taken.Level.ToString()), ("matter", taken.MatterKey), ("office", office.Id), ("channel", channel), ("round", taken.Round == 1 ? null : "2"), ("answerBy", ticket?.Due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))),
                SupervisionEvidence.Facts(("case", state.Id), ("reasons", string.Join(' ', taken.Reasons)), ("comment", taken.Comment), ("anonymous", taken.Anonymous ? "1" : "0"))));
            if (ticket is not null)
            {
                await RatingTable.InsertAsync(session, ticket);
            }
            return taken;
        }, cancel);
    }

    /// <summary>Whom a rating is about: the office that decided; else the one that took the application in; else the last that worked on it; else the home of the case.</summary>
    private Organisation RatedOffice(CaseState state)
    {
        var matter = matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash);
        var items = matter.Items.Where(i => state.Items.TryGetValue(i.Key, out var item) && item.OrganisationId.Length > 0 && item.Status != ItemStatus.Skipped).ToList();
        var item = items.LastOrDefault(i => i.Task == ItemTask.Decision) ?? items.Find(i => i.Task == ItemTask.Acceptance) ?? items.MaxBy(i => state.Items[i.Key].EndedAt);
        return organisations.Find(item is null ? state.HomeOrganisationId : state.Items[item.Key].OrganisationId) ?? organisations.Find(state.HomeOrganisationId) ?? organisations.Root;
    }

    private async Task<RatingForm> FormOfAsync(CaseState state, CancellationToken cancel)
    {
        var (mine, ticket) = await database.ReadAsync(async session =>
        {
            var ratings = await RatingTable.OfCaseAsync(session, state.Id);
            return (ratings, ratings.Count == 0 ? null : await RatingTable.TicketAsync(session, ratings[^1].Id));
        }, cancel);
        var result = state.EndedAt is not null || state.Phase is CasePhase.Issued or CasePhase.Delivered;
        var may = result && (mine.Count == 0 || (mine.Count < MostRounds && ticket is { State: TicketState.Closed }));
        return new(state.Id, state.Number, matters.Pinned(state.MatterKey, state.MatterVersion, state.MatterHash).Title, RatedOffice(state).Name, mine, may, ticket?.Conclusion);
    }

    private async Task<IEnumerable<RatingTicket>> ShowAsync(Actor actor, List<(StoredTicket Ticket, Rating Rating, SatisfactionLevel? Again)> found, CancellationToken cancel)
    {
        var numbers = await database.ReadAsync(async session =>
        {
            var by = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (_, rating, _) in found)
            {
                by[rating.CaseId] = (await CaseTable.ReadAsync(session, rating.CaseId))?.Number ?? "";
            }
            return by;
        }, cancel);
        return found.Select(f =>
        {
            var (ticket, rating, again) = f;
            var supervises = access.May(actor, Permissions.CasesSupervise, ticket.OrganisationPath);
            var handles = access.May(actor, Permissions.CasesHandle, ticket.OrganisationPath);
            var known = supervises || !rating.Anonymous;
            return new RatingTicket(
                ticket.Id, ticket.State, ticket.OrganisationId, organisations.Find(ticket.OrganisationId)?.Name ?? new LocalText(ticket.OrganisationId), matters.Current(rating.MatterKey)?.Title ?? new LocalText(rating.MatterKey),
                rating.Level, rating.Reasons, rating.Comment, rating.Anonymous, rating.Round, known ? rating.CaseId : null, known ? numbers[rating.CaseId] : null,
                ticket.OpenedAt, ticket.Due, ticket.Provisional, ticket.Answer, ticket.AnsweredAt, ticket.Outcome, ticket.Conclusion, ticket.ClosedAt, again,
                ticket.State == TicketState.Open && (handles || supervises), ticket.State == TicketState.Answered && supervises);
        });
    }

    private async Task MoveAsync(Actor actor, StoredTicket after, string type, (string, string?) hidden, DateTimeOffset now, CancellationToken cancel)
    {
        var moved = after with { Version = after.Version + 1 };
        await database.WriteAsync(async session =>
        {
            await RatingTable.UpdateAsync(session, moved);
            await evidence.RecordAsync(session, new(
                type, "rating/" + moved.Id, moved.Version, now, "office/" + (moved.State == TicketState.Answered ? moved.OrganisationId : SupervisionEvidence.SupervisorsOffice(actor)),
                SupervisionEvidence.Facts(("office", moved.OrganisationId), ("outcome", moved.Outcome)), SupervisionEvidence.Facts(("person", actor.PersonId), hidden)));
            return 0;
        }, cancel);
    }

    private IReadOnlyList<string> Reach(Actor actor) => [.. access.Reach(actor, Permissions.CasesSupervise).Concat(access.Reach(actor, Permissions.CasesHandle)).Distinct()];

    private async Task<StoredTicket> StoredAsync(string id, CancellationToken cancel) =>
        await database.ReadAsync(session => RatingTable.TicketAsync(session, id), cancel) ?? throw new NotFoundException("cases.supervise.fault.no-ticket");

    private async Task<CaseState?> StateAsync(string caseId, CancellationToken cancel) => await database.ReadAsync(session => CaseTable.ReadAsync(session, caseId), cancel);

    private static string Said(string field, string text) => text.Trim() is { Length: >= 4 and <= LongestText } said ? said : throw new InvalidInputException(field, "cases.supervise.fault.text", "500");
}
