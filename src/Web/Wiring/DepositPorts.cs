using Microsoft.AspNetCore.Http;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Web.Wiring;

/// <summary>Who deposits evidence: whoever holds the permission, for the very organisation of his appointment and no other.</summary>
internal sealed class DepositorsFromAccess(IAccess access, IOrganisations organisations) : IDepositors
{
    public async ValueTask<Depositor> RequireAsync(HttpContext http, string? department)
    {
        var actor = await access.ActorAsync(http);
        var own = DepositsFor(actor).ToList();
        return own.Count == 0 ? throw new DeniedException("evidence.deposit.fault.not-a-depositor")
            : department is not null ? new(actor.PersonId, own.Find(o => o == department) ?? throw new DeniedException("evidence.deposit.fault.not-this-department"))
            : own.Count == 1 ? new(actor.PersonId, own[0])
            : throw new InvalidInputException("department", "evidence.deposit.fault.which-department");
    }

    public async ValueTask<IReadOnlyList<DepositDepartment>> OwnAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        var own = DepositsFor(actor).ToHashSet(StringComparer.Ordinal);
        return [.. organisations.All.Where(o => own.Contains(o.Id) || access.May(actor, Permissions.SecurityAdminister, o.Path)).Select(Seen)];
    }

    public DepositDepartment? Department(string organisationId) => organisations.Find(organisationId) is { } organisation ? Seen(organisation) : null;

    private static DepositDepartment Seen(Organisation organisation) => new(organisation.Id, organisation.Name, organisation.Function);

    /// <summary>The organisations of the actor's appointments at which he may deposit. An appointment higher up does not deposit for those below.</summary>
    private IEnumerable<string> DepositsFor(Actor actor) => actor.Appointments
        .Where(a => access.May(actor with { Appointments = [a] }, Permissions.EvidenceDeposit, a.OrganisationPath))
        .Select(a => a.OrganisationId)
        .Distinct(StringComparer.Ordinal);
}
