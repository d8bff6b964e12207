using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.OpenIdConnect;
using Zhuangjin.Security.People;
using Zhuangjin.Security.SignIn;

namespace Zhuangjin.Security.Access;

/// <summary>The one place of rights.</summary>
internal sealed class AccessRules(PeopleDirectory people) : IAccess
{
    private static readonly object Slot = new();

    public async ValueTask<Actor> ActorAsync(HttpContext http)
    {
        if (http.Items.TryGetValue(Slot, out var known))
        {
            return (Actor)known!;
        }
        var actor = await ReadAsync(http);
        if (actor is null && OpenIdSetup.BringsToken(http.Request))
        {
            // A program whose token has ended must hear it; an empty list would look like an answer.
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
            throw new DeniedException("security.fault.token");
        }
        actor ??= Actor.Visitor;
        http.Items[Slot] = actor;
        return actor;
    }

    public bool May(Actor actor, string permission, string path) =>
        Held(actor, permission).Any(a => RoleTable.Grants(a.Role, permission) && path.StartsWith(a.OrganisationPath, StringComparison.Ordinal));

    public IReadOnlyList<string> Reach(Actor actor, string permission)
    {
        var reach = new List<string>();
        foreach (var path in Held(actor, permission).Where(a => RoleTable.Grants(a.Role, permission)).Select(a => a.OrganisationPath).Order(StringComparer.Ordinal))
        {
            // Sorted, a path comes after those that contain it.
            if (!reach.Any(r => path.StartsWith(r, StringComparison.Ordinal)))
            {
                reach.Add(path);
            }
        }
        return reach;
    }

    public bool Represents(Actor actor, string partyId, string matterKey, DateOnly today) =>
        actor.Parties.Any(p => p.Party.Id == partyId && (p.Until is not { } until || until >= today) && (p.Matters.Count == 0 || p.Matters.Contains(matterKey)));

    /// <summary>A substitute has the absent colleague's appointments too, but only for the work on cases: nobody administers or issues in another's place.</summary>
    private static IEnumerable<Appointment> Held(Actor actor, string permission) =>
        actor.Substitutions.Count > 0 && permission.StartsWith("cases.", StringComparison.Ordinal)
            ? actor.Appointments.Concat(actor.Substitutions.SelectMany(s => s.Appointments))
            : actor.Appointments;

    private async ValueTask<Actor?> ReadAsync(HttpContext http)
    {
        var user = http.User;
        if (user.Identity?.IsAuthenticated != true || user.FindFirst(SessionClaims.Person)?.Value is not { } person)
        {
            return null;
        }
        // Cookie and token alike carry the stamp of the account; an older one is no longer accepted.
        return user.FindFirst(SessionClaims.Stamp)?.Value is { } stamp ? await people.ActorAsync(person, stamp, http.RequestAborted) : null;
    }
}
