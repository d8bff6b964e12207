using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Web.Wiring;

/// <summary>Who may operate the log: whoever holds the permission at any organisation.</summary>
internal sealed class OperatorsFromAccess(IAccess access) : ILogOperators
{
    public async ValueTask<LogOperator> RequireAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        return access.Reach(actor, Permissions.EvidenceOperate) is [var path, ..]
            ? new(actor.PersonId, "office/" + path.TrimEnd('/').Split('/')[^1])
            : throw new DeniedException("evidence.fault.not-an-operator");
    }
}

/// <summary>Whom an operator may mean: the party with this code, a case with this number, or a party's id as the log writes it.</summary>
internal sealed class SubjectsFromPlatform(IPeople people, ICases cases) : IErasureSubjects
{
    public async Task<IReadOnlyList<ErasureSubject>> FindAsync(string query, CancellationToken cancel = default)
    {
        if (await people.PartyByCodeAsync(query, cancel) is { } byCode)
        {
            return [Of(byCode)];
        }
        if (query.StartsWith("party/", StringComparison.Ordinal))
        {
            return await people.PartyAsync(query["party/".Length..], cancel) is { } party ? [Of(party)] : [];
        }
        return await cases.IdByNumberAsync(query, cancel) is { } caseId ? [new("case/" + caseId, query)] : [];
    }

    private static ErasureSubject Of(Party party) => new("party/" + party.Id, party.Name);
}

/// <summary>Offices by their names in the tree of organisations. Persons stay without a name.</summary>
internal sealed class ActorNamesFromOrganisations(IOrganisations organisations) : IActorNames
{
    public string? NameOf(string actor) => actor.StartsWith("office/", StringComparison.Ordinal) ? organisations.Find(actor["office/".Length..])?.Name.In("zh") : null;
}
