using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Duplicates;

/// <summary>Reports of one thing are one case: who reports it again follows the first, and what was taken in twice is joined by the command centre.</summary>
internal sealed class Followers(IDatabase database, ICases cases, TicketKeeper keeper, CityRights rights, CityWords words, IEvidenceRecorder evidence, TimeProvider time)
{
    private const int LongestNote = 200;

    public async Task<long> CountAsync(string caseId, CancellationToken cancel = default) => await database.ReadAsync(session => JoinTable.FollowerCountAsync(session, caseId), cancel);

    public async Task<IReadOnlyList<string>> OfAsync(string caseId, CancellationToken cancel = default) => await database.ReadAsync(session => JoinTable.FollowersAsync(session, caseId), cancel);

    public async Task<IReadOnlyList<string>> JoinedToAsync(string caseId, CancellationToken cancel = default) => await database.ReadAsync(session => JoinTable.JoinedToAsync(session, caseId), cancel);

    /// <summary>From now on the actor is told how the case goes on. Following twice is following once.</summary>
    /// <param name="note">What he saw, for the command centre.</param>
    public async Task FollowAsync(Actor actor, Ticket ticket, string note, CancellationToken cancel = default)
    {
        if (!actor.IsSignedIn)
        {
            throw new DeniedException("cases.fault.sign-in");
        }
        if (!ticket.IsOpen || ticket.Sample)
        {
            throw new ConflictException("city.fault.not-open");
        }
        var now = time.GetUtcNow();
        await database.WriteAsync(async session =>
        {
            if (await JoinTable.FollowAsync(session, ticket.Id, actor.PersonId, now, note[..Math.Min(note.Length, LongestNote)]))
            {
                await RecordAsync(session, ticket.Id, "city.followed", now, "reporter", [], [("person", actor.PersonId), ("note", note)]);
            }
            return 0;
        }, cancel);
    }

    /// <summary>Joins a report that nobody has taken up to an open case. Its reporter is told, and follows that case.</summary>
    /// <exception cref="ConflictException">It was taken up meanwhile, or the main case is over.</exception>
    public async Task JoinAsync(Actor actor, string number, string mainNumber, CancellationToken cancel = default)
    {
        if (!rights.MayDispatch(actor) || words.Command() is not { } command)
        {
            throw new DeniedException("city.fault.dispatchers");
        }
        var ticket = await keeper.FindAsync("number", number, cancel) ?? throw new NotFoundException("city.fault.no-ticket");
        var main = await keeper.FindAsync("number", mainNumber, cancel) ?? throw new NotFoundException("city.fault.no-ticket");
        var view = await cases.FindAsync(actor, ticket.Id, cancel) ?? throw new NotFoundException("city.fault.no-ticket");
        if (ticket.Id == main.Id || !main.IsOpen || view.State.Phase != CasePhase.Submitted)
        {
            throw new ConflictException("city.fault.not-joinable");
        }
        var now = time.GetUtcNow();
        // The wish first: it is without effect until the report's own case is refused, so nothing between the two steps can leave a report that follows nobody.
        await database.WriteAsync(async session =>
        {
            await JoinTable.JoinAsync(session, ticket.Id, main.Id, actor.PersonId, now);
            return 0;
        }, cancel);
        try
        {
            await cases.ExecuteAsync(actor, ticket.Id, new RefuseAcceptance($"同一问题已有案件，并入{main.Number}办理，处理结果一并告知您。"), cancel: cancel);
        }
        catch (RefusalException)
        {
            await database.WriteAsync(async session =>
            {
                await JoinTable.UndoAsync(session, ticket.Id);
                return 0;
            }, CancellationToken.None);
            throw;
        }
        await database.WriteAsync(async session =>
        {
            await JoinTable.FollowAsync(session, main.Id, view.State.SubmittedBy, now, "");
            await JoinTable.MoveFollowersAsync(session, ticket.Id, main.Id);
            await RecordAsync(session, ticket.Id, "city.joined", now, "office/" + command.Id, [("main", main.Number)], [("person", actor.PersonId)]);
            return 0;
        }, cancel);
    }

    /// <summary>How the reporter, or who follows the case, finds the place afterwards: once, after closing.</summary>
    /// <param name="rating">1 to 5.</param>
    public async Task RateAsync(Actor actor, Ticket ticket, int rating, CancellationToken cancel = default)
    {
        if (rating is < 1 or > 5)
        {
            throw new InvalidInputException("rating", "city.fault.rating");
        }
        if (!await MayRateAsync(actor, ticket, cancel))
        {
            throw new ConflictException("city.fault.not-rateable");
        }
        var now = time.GetUtcNow();
        await database.WriteAsync(async session =>
        {
            if (!await TicketTable.RateAsync(session, ticket.Id, rating))
            {
                throw new ConflictException("city.fault.not-rateable");
            }
            await RecordAsync(session, ticket.Id, "city.rated", now, "reporter", [("rating", rating.ToString(System.Globalization.CultureInfo.InvariantCulture))], [("person", actor.PersonId)]);
            return 0;
        }, cancel);
    }

    public async Task<bool> MayRateAsync(Actor actor, Ticket ticket, CancellationToken cancel = default) =>
        actor.IsSignedIn && ticket is { State: TicketStage.Closed, Rating: null, Sample: false }
        && ((await OfAsync(ticket.Id, cancel)).Contains(actor.PersonId) || (await cases.FindAsync(actor, ticket.Id, cancel))?.AsApplicant == true);

    private async ValueTask RecordAsync(ISession session, string ticket, string type, DateTimeOffset at, string actor, (string Key, string Value)[] facts, (string Key, string Value)[] hidden)
    {
        var stream = "city-ticket/" + ticket;
        await evidence.RecordAsync(session, new(
            type, stream, await evidence.NextSequenceAsync(session, stream), at, actor, Map(facts), Map(hidden)));

        static ImmutableSortedDictionary<string, string> Map((string Key, string Value)[] pairs) => pairs.Where(p => p.Value.Length > 0).ToImmutableSortedDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
    }
}
