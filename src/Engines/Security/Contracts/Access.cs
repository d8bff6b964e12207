using Microsoft.AspNetCore.Http;

namespace Zhuangjin.Security.Contracts;

/// <summary>What can be permitted. A role grants some of these at its organisation and below; the table stands in one file of the engine.</summary>
public static class Permissions
{
    /// <summary>See cases (and their files) in which an organisation below has an item, or whose home is below.</summary>
    public const string CasesRead = "cases.read";
    public const string CasesHandle = "cases.handle";
    public const string CasesDecide = "cases.decide";
    public const string CasesExtend = "cases.extend";
    public const string CasesSupervise = "cases.supervise";

    /// <summary>Call out a problem of a case and convene the offices that it needs.</summary>
    public const string CasesConvene = "cases.convene";

    /// <summary>Change decision tables of a matter, publish its versions, and move running cases to them.</summary>
    public const string CasesPublish = "cases.publish";
    public const string CertificatesIssue = "certificates.issue";
    public const string CertificatesRevoke = "certificates.revoke";
    /// <summary>Put an applicant on record who comes on paper.</summary>
    public const string PartiesRegister = "parties.register";
    public const string SecurityAdminister = "security.administer";
    public const string EvidenceOperate = "evidence.operate";

    /// <summary>Deposit evidence for the organisation of the appointment itself, not for those below it.</summary>
    public const string EvidenceDeposit = "evidence.deposit";

    /// <summary>Describe resources of the data pool, bring data in and answer for their quality, for the organisation and those below it.</summary>
    public const string SharingProvide = "sharing.provide";

    /// <summary>Ask for data of the pool and use what was granted to the organisation.</summary>
    public const string SharingUse = "sharing.use";

    /// <summary>See catalogue, uses and quality of all departments below, and have them put right.</summary>
    public const string SharingOversee = "sharing.oversee";

    /// <summary>Fill in what departments collect in the communities below.</summary>
    public const string SharingCollect = "sharing.collect";
}

/// <summary>The one place where rights are decided, for pages, lists, API and files alike.</summary>
public interface IAccess
{
    /// <summary>The actor of this request: visitor, person with a cookie, or client with a token. Read once a request.</summary>
    ValueTask<Actor> ActorAsync(HttpContext http);

    /// <summary>True when the actor holds the permission at an organisation whose path begins <paramref name="path"/>, or a colleague does whose work on cases he does today.</summary>
    bool May(Actor actor, string permission, string path);

    /// <summary>The paths below which the actor holds the permission, with none below another: the scope of a list. Empty means nothing at all.</summary>
    IReadOnlyList<string> Reach(Actor actor, string permission);

    /// <summary>True when the actor may now act for the party in this matter (himself, his enterprise, or a running mandate).</summary>
    bool Represents(Actor actor, string partyId, string matterKey, DateOnly today);
}

/// <summary>People as colleagues and applicants see them.</summary>
public interface IPeople
{
    /// <summary>Shown names of people by id; unknown ids are left out.</summary>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> personIds, CancellationToken cancel = default);

    Task<Party?> PartyAsync(string partyId, CancellationToken cancel = default);

    /// <summary>The party with this identity number or unified social credit code; null when none is on record.</summary>
    Task<Party?> PartyByCodeAsync(string code, CancellationToken cancel = default);

    /// <summary>The actor that this person is now, with appointments and parties; null when there is none or the account is closed.</summary>
    Task<Actor?> ActorAsync(string personId, CancellationToken cancel = default);

    Task<Actor?> ActorByLoginAsync(string login, CancellationToken cancel = default);
}

/// <summary>Whom to tell: the people behind a party or an office.</summary>
public interface IAudience
{
    /// <summary>Ids of the people who may now act for the party in this matter: himself, its legal representative, agents with a running mandate.</summary>
    Task<IReadOnlyList<string>> SpeakersAsync(string partyId, string matterKey, DateOnly today, CancellationToken cancel = default);

    /// <summary>Ids of the people appointed at this very organisation in one of the roles.</summary>
    Task<IReadOnlyList<string>> AppointedAsync(string organisationId, IReadOnlyList<string> roles, CancellationToken cancel = default);
}

/// <summary>Opens accounts, appoints, and records mandates; each is an event.</summary>
public interface IPeopleRegistry
{
    Task<string> AddPersonAsync(Actor actor, string login, string password, string name, string? citizenId, CancellationToken cancel = default);

    Task AppointAsync(Actor actor, string personId, string organisationId, string role, CancellationToken cancel = default);

    Task<Party> AddPartyAsync(Actor actor, PartyKind kind, string name, string code, CancellationToken cancel = default);

    /// <summary>Makes the person the party's own voice (himself, or the legal representative), without end.</summary>
    Task RepresentAsync(Actor actor, string personId, string partyId, CancellationToken cancel = default);

    /// <summary>Records a mandate (委托): the agent may act for the party in these matters until the date.</summary>
    Task<string> MandateAsync(Actor actor, string agentPersonId, string partyId, IReadOnlyList<string> matters, DateOnly until, CancellationToken cancel = default);
}
