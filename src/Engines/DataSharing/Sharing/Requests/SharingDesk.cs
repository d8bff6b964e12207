using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Requests;

/// <summary>Takes requests, decisions and revocations.</summary>
internal sealed class SharingDesk(
    IDatabase database, ICatalogue catalogue, RequestStore requests, GrantStore grants, GrantBook book, IAccess access, IOrganisations organisations, IEvidenceRecorder evidence, IServiceProvider services, TimeProvider time) : ISharingDesk, IShareDecisions
{
    private const int MostReason = 200;

    public async Task<ShareRequest> AskAsync(Actor actor, NewShareRequest asked, CancellationToken cancel = default)
    {
        if (organisations.Find(asked.RecipientId) is not { } recipient || !access.May(actor, Permissions.SharingUse, recipient.Path))
        {
            throw new DeniedException("sharing.request.fault.not-yours");
        }
        var described = await catalogue.FindAsync(asked.Resource, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", asked.Resource);
        if (await catalogue.WithdrawalAsync(asked.Resource, cancel) is not null)
        {
            throw new InvalidInputException("resource", "sharing.catalogue.fault.withdrawn", asked.Resource);
        }
        if (RequestRules.Check(asked, described.Description) is { Count: > 0 } faults)
        {
            throw new InvalidInputException(faults);
        }
        var now = time.GetUtcNow();
        var (state, answer) = RequestRules.AtOnce(described.Description);
        var grantId = state == ShareRequestState.Granted ? Ids.New(time) : null;
        ShareRequest request = new(Ids.New(time), asked, described.Number, described.Description.ProviderId, now, state, CaseId: null, grantId, answer);
        await database.WriteAsync(async s =>
        {
            await requests.AddAsync(s, request, actor.PersonId);
            await RecordAsync(s, actor, "sharing.requested", request, now, ("resource", asked.Resource), ("recipient", asked.RecipientId), ("provider", request.ProviderId), ("sharing", described.Description.Sharing.ToString()), ("state", state.ToString()));
            if (grantId is not null)
            {
                await grants.AddAsync(s, Actor.Clock, RequestRules.GrantFor(request, grantId, now, now.ChinaDate()));
                s.AfterCommit(book.Stale);
            }
            return 0;
        }, cancel);
        return state == ShareRequestState.Pending ? await OpenCaseAsync(actor, request, cancel) : request;
    }

    public async Task<ShareRequest> DecideAsync(Actor actor, string requestId, string? refusal, CancellationToken cancel = default)
    {
        var request = await requests.FindAsync(requestId, cancel) ?? throw new NotFoundException("sharing.request.fault.none", requestId);
        if (actor != Actor.Clock && !(organisations.Find(request.ProviderId) is { } provider && access.May(actor, Permissions.SharingProvide, provider.Path)))
        {
            throw new DeniedException("sharing.request.fault.not-provider");
        }
        var now = time.GetUtcNow();
        var grantId = refusal is null ? Ids.New(time) : null;
        var state = refusal is null ? ShareRequestState.Granted : ShareRequestState.Refused;
        return await database.WriteAsync(async s =>
        {
            if (await RequestStore.CloseAsync(s, requestId, state, grantId, refusal))
            {
                await RecordAsync(s, actor, refusal is null ? "sharing.request-granted" : "sharing.request-refused", request, now, ("resource", request.Asked.Resource), ("state", state.ToString()));
                if (grantId is not null)
                {
                    await grants.AddAsync(s, actor, RequestRules.GrantFor(request, grantId, now, now.ChinaDate()));
                    s.AfterCommit(book.Stale);
                }
            }
            return (await RequestStore.FindAsync(s, requestId))!;
        }, cancel);
    }

    public Task<ShareRequest?> OfCaseAsync(string caseId, CancellationToken cancel = default) => requests.OfCaseAsync(caseId, cancel);

    Task IShareDecisions.DecideAsync(string requestId, string? refusal, CancellationToken cancel) => DecideAsync(Actor.Clock, requestId, refusal, cancel);

    public async Task<Grant> RevokeAsync(Actor actor, string grantId, string reason, CancellationToken cancel = default)
    {
        var grant = await FindAsync(actor, grantId, cancel) ?? throw new NotFoundException("sharing.grant.fault.none");
        if (!MayRevoke(actor, grant))
        {
            throw new DeniedException("sharing.grant.fault.not-provider");
        }
        reason = reason.Trim();
        if (reason.Length is < 4 or > MostReason)
        {
            throw new InvalidInputException("reason", "sharing.request.fault.length", "4", $"{MostReason}");
        }
        var revoked = await grants.RevokeAsync(actor, grant, reason, cancel);
        book.Stale();
        return revoked;
    }

    public async Task<IReadOnlyList<ShareRequest>> RequestsAsync(Actor actor, int most, CancellationToken cancel = default) =>
        Newest((await Task.WhenAll(Reach(actor).Select(p => requests.BelowAsync(p, most, cancel)))).SelectMany(r => r), r => r.Id, r => r.At, most);

    public async Task<IReadOnlyList<Grant>> GrantsAsync(Actor actor, int most, CancellationToken cancel = default) =>
        Newest((await Task.WhenAll(Reach(actor).Select(p => grants.BelowAsync(p, most, cancel)))).SelectMany(g => g), g => g.Id, g => g.At, most);

    public async Task<Grant?> FindAsync(Actor actor, string grantId, CancellationToken cancel = default) =>
        await grants.FindAsync(grantId, cancel) is { } grant && (Sees(actor, grant.RecipientId) || Sees(actor, grant.ProviderId)) ? grant : null;

    /// <summary>Whether the actor may take the grant back: for its provider, or as an overseer.</summary>
    public bool MayRevoke(Actor actor, Grant grant) => organisations.Find(grant.ProviderId) is { } provider && (access.May(actor, Permissions.SharingProvide, provider.Path) || access.May(actor, Permissions.SharingOversee, provider.Path));

    /// <summary>Opens the cases of requests that the program stopped before.</summary>
    public async Task OpenMissingAsync(CancellationToken cancel)
    {
        var people = services.GetRequiredService<IPeople>();
        foreach (var (request, person) in await requests.WithoutCaseAsync(cancel))
        {
            if (await people.ActorAsync(person, cancel) is { } actor)
            {
                await OpenCaseAsync(actor, request, cancel);
            }
        }
    }

    private async Task<ShareRequest> OpenCaseAsync(Actor actor, ShareRequest request, CancellationToken cancel)
    {
        // Without the Cases engine the provider's steward decides on the page of the request.
        if (services.GetService<IRequestReviews>() is not { } reviews)
        {
            return request;
        }
        if (await reviews.OpenAsync(actor, request, cancel) is not { } caseId)
        {
            return request;
        }
        await requests.OpenedAsync(request.Id, caseId, cancel);
        return request with { CaseId = caseId };
    }

    private async ValueTask RecordAsync(ISession session, Actor actor, string type, ShareRequest request, DateTimeOffset at, params (string Name, string Value)[] facts)
    {
        var stream = "request/" + request.Id;
        await evidence.RecordAsync(session, new EvidenceEvent(type, stream, await evidence.NextSequenceAsync(session, stream), at,
            actor == Actor.Clock || actor.Appointments.Count == 0 ? "clock" : "office/" + actor.Appointments[0].OrganisationId,
            facts.ToImmutableSortedDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal),
            actor == Actor.Clock ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId)));
    }

    private bool Sees(Actor actor, string organisation) => organisations.Find(organisation) is { } at
        && (access.May(actor, Permissions.SharingUse, at.Path) || access.May(actor, Permissions.SharingProvide, at.Path) || access.May(actor, Permissions.SharingOversee, at.Path));

    private IEnumerable<string> Reach(Actor actor) =>
        new[] { Permissions.SharingUse, Permissions.SharingProvide, Permissions.SharingOversee }.SelectMany(p => access.Reach(actor, p)).Distinct(StringComparer.Ordinal);

    private static List<T> Newest<T>(IEnumerable<T> found, Func<T, string> id, Func<T, DateTimeOffset> at, int most) =>
        [.. found.DistinctBy(id).OrderByDescending(at).ThenByDescending(id, StringComparer.Ordinal).Take(most)];
}
