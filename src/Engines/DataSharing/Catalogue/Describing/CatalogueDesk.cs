using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Describing;

/// <summary>Where departments register and change what they offer.</summary>
internal sealed class CatalogueDesk(CatalogueStore store, GrantStore grants, GrantBook book, IOrganisations organisations, IAccess access)
{
    private const int MostReason = 200;

    /// <summary>What is wrong with the description, rights included; empty when it may enter the catalogue.</summary>
    /// <param name="among">Descriptions that enter the catalogue together with it, by code: items may be taken from them.</param>
    public async Task<IReadOnlyList<Fault>> CheckAsync(Actor actor, Description description, CancellationToken cancel = default, IReadOnlyDictionary<string, Description>? among = null)
    {
        var known = await SourcesAsync(description, among, cancel);
        var faults = DescriptionRules.Check(description, path => known.GetValueOrDefault(path.Resource)?.Find(path.Item));
        if (organisations.Find(description.ProviderId) is not { } provider)
        {
            faults.Add(new("provider", "sharing.fault.no-provider"));
        }
        else if (!access.May(actor, Permissions.SharingProvide, provider.Path))
        {
            faults.Add(new("provider", "sharing.catalogue.fault.not-yours"));
        }
        // A code is kept for ever: who takes it over must answer for the department that has it.
        var before = await store.FindAsync(description.Code, cancel);
        if (before is not null && organisations.Find(before.Description.ProviderId) is { } owner && !access.May(actor, Permissions.SharingProvide, owner.Path))
        {
            faults.Add(new("code", "sharing.catalogue.fault.code-taken", description.Code));
        }
        else if (before?.Description.Origin is { } origin)
        {
            // The next reading would write over it.
            faults.Add(new("code", "sharing.harvest.fault.described-there", origin.Title));
        }
        if (description.Origin is not null)
        {
            faults.Add(new("code", "sharing.harvest.fault.described-there", description.Origin.Title));
        }
        return faults;
    }

    /// <exception cref="InvalidInputException">The description breaks a rule, or the provider is not the actor's.</exception>
    /// <exception cref="ConflictException">Another description came since <paramref name="onto"/>.</exception>
    public async Task<DescriptionVersion> DescribeAsync(Actor actor, Description description, CancellationToken cancel = default, int? onto = null) =>
        await CheckAsync(actor, description, cancel) is { Count: > 0 } faults ? throw new InvalidInputException(faults) : await store.DescribeAsync(actor, description, cancel, onto);

    /// <summary>Takes the resource out of the catalogue; every grant on it ends in the same moment, with the same reason.</summary>
    /// <exception cref="NotFoundException">There is no such resource.</exception>
    /// <exception cref="DeniedException">The actor does not answer for its provider.</exception>
    /// <exception cref="InvalidInputException">The reason is too short or too long.</exception>
    public async Task WithdrawAsync(Actor actor, string code, string reason, CancellationToken cancel = default)
    {
        var known = await store.FindAsync(code, cancel) ?? throw new NotFoundException("sharing.fault.no-resource", code);
        if (!MayChange(actor, known.Description))
        {
            throw new DeniedException("sharing.catalogue.fault.not-yours");
        }
        reason = reason.Trim();
        if (reason.Length is < 4 or > MostReason)
        {
            throw new InvalidInputException("reason", "sharing.catalogue.fault.length", "4", $"{MostReason}");
        }
        await WithdrawAsync(code, reason, actor, cancel);
    }

    /// <summary>The same by the platform, for what is gone where it was described.</summary>
    public Task WithdrawGoneAsync(string code, string reason, CancellationToken cancel = default) => WithdrawAsync(code, reason, Actor.Clock, cancel);

    private Task WithdrawAsync(string code, string reason, Actor actor, CancellationToken cancel) => store.WithdrawAsync(actor, code, reason, async (s, now) =>
    {
        await grants.RevokeAllAsync(s, actor, code, reason, now);
        s.AfterCommit(book.Stale);
    }, cancel);

    public bool MayChange(Actor actor, Description description) => organisations.Find(description.ProviderId) is { } provider && access.May(actor, Permissions.SharingProvide, provider.Path);

    /// <summary>Whether the actor works with the pool; others find what is open to society.</summary>
    public bool SeesAll(Actor actor) => Reaches(actor, Permissions.SharingUse) || Reaches(actor, Permissions.SharingProvide) || Reaches(actor, Permissions.SharingOversee);

    /// <summary>Whether the actor may know how many records there are: of what is withheld, only its provider and overseers.</summary>
    public bool MayCount(Actor actor, Description description) => description.Sharing == SharingClass.Withheld
        ? MayChange(actor, description) || (organisations.Find(description.ProviderId) is { } provider && access.May(actor, Permissions.SharingOversee, provider.Path))
        : description.Open || SeesAll(actor);

    private bool Reaches(Actor actor, string permission) => access.Reach(actor, permission).Count > 0;

    /// <summary>The departments for which the actor may register.</summary>
    public IReadOnlyList<Organisation> Providers(Actor actor)
    {
        var reach = access.Reach(actor, Permissions.SharingProvide);
        return [.. organisations.All.Where(o => o.Kind >= OrganisationKind.Department && reach.Any(r => o.Path.StartsWith(r, StringComparison.Ordinal)))];
    }

    /// <summary>The resources from which its items come, directly or by others.</summary>
    private async Task<Dictionary<string, Description?>> SourcesAsync(Description description, IReadOnlyDictionary<string, Description>? among, CancellationToken cancel)
    {
        var known = new Dictionary<string, Description?>(StringComparer.Ordinal) { [description.Code] = description };
        var waiting = new Queue<Description>([description]);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var code in next.Items.Where(i => i.Source is not null).Select(i => i.Source!.Value.Resource).Where(c => !known.ContainsKey(c)).Distinct(StringComparer.Ordinal).ToList())
            {
                known[code] = among?.GetValueOrDefault(code) ?? (await store.FindAsync(code, cancel))?.Description;
                if (known[code] is { } found)
                {
                    waiting.Enqueue(found);
                }
            }
        }
        return known;
    }
}
