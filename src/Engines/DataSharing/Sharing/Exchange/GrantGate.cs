using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>The one door to data of the pool: a grant that runs, in the hands of its recipient, for this resource.</summary>
internal sealed class GrantGate(GrantBook book, GrantStore grants, NewestData newest, IAccess access, IOrganisations organisations, TimeProvider time)
{
    /// <exception cref="DeniedException">There is no such grant for the actor (said in the same words whether there is none or it is another's), or it has ended, which is put on record.</exception>
    /// <exception cref="NotFoundException">The resource has no data yet.</exception>
    public async ValueTask<(Grant Grant, Pinned Data)> OpenAsync(Actor actor, string resource, string grantId, CancellationToken cancel = default)
    {
        if (await book.FindAsync(grantId, cancel) is not { } grant || grant.Resource != resource || organisations.Find(grant.RecipientId) is not { } recipient || !access.May(actor, Permissions.SharingUse, recipient.Path))
        {
            throw new DeniedException("sharing.grant.fault.none");
        }
        var ended = RequestRules.Ended(grant, time.GetUtcNow().ChinaDate());
        var data = ended is null ? await newest.OfAsync(resource, cancel) : null;
        // A provider who finds that a law forbids sharing ends all grants with the new description.
        ended ??= data is { Sharing: SharingClass.Withheld } ? "sharing.grant.fault.withheld" : null;
        if (ended is not null)
        {
            await grants.RefusedAsync(grant, ended, cancel);
            throw new DeniedException(ended);
        }
        return (grant, data ?? throw new NotFoundException("sharing.exchange.fault.no-data", resource));
    }
}
