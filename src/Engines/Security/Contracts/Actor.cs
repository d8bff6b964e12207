namespace Zhuangjin.Security.Contracts;

/// <summary>Who acts: a signed-in person with appointments and mandates, a program with a token, or the clock.</summary>
/// <param name="PersonId">Id of the person or client; "clock" for the platform's own clock; "" for a visitor who has not signed in.</param>
/// <param name="Name">Name as shown to colleagues.</param>
/// <param name="Appointments">Roles that the actor holds, each at one organisation and all below it.</param>
/// <param name="Parties">The parties in whose name the actor may apply: himself, enterprises that he represents, mandates.</param>
public sealed record Actor(string PersonId, string Name, IReadOnlyList<Appointment> Appointments, IReadOnlyList<RepresentedParty> Parties)
{
    /// <summary>The platform itself, when a deadline passes or an engine follows another.</summary>
    public static readonly Actor Clock = new("clock", "时钟", [], []);

    public static readonly Actor Visitor = new("", "", [], []);

    public bool IsSignedIn => PersonId.Length > 0;

    /// <summary>Colleagues on leave whose work the actor does today.</summary>
    public IReadOnlyList<Substitution> Substitutions { get; init; } = [];

    /// <summary>The colleague in whose place the actor acts; null when he acts by his own appointments.</summary>
    public Substitution? For { get; init; }

    /// <summary>The actor by his own appointments alone.</summary>
    public Actor Himself() => Substitutions.Count == 0 ? this : this with { Substitutions = [] };

    /// <summary>The actor in a colleague's place: the same person with the colleague's appointments instead of his own, so that neither lends the other a right.</summary>
    public Actor InPlaceOf(Substitution absent) => this with { Appointments = absent.Appointments, Substitutions = [], For = absent };
}

/// <summary>A leave during which a colleague's work is done by another.</summary>
/// <param name="PersonId">The person on leave.</param>
/// <param name="Until">Last day of the leave.</param>
/// <param name="Appointments">What the person on leave holds.</param>
/// <param name="Parties">For whom the person on leave may apply: what he may not decide himself for that, his substitute may not decide in his place either.</param>
public sealed record Substitution(string PersonId, string Name, DateOnly Until, IReadOnlyList<Appointment> Appointments, IReadOnlyList<RepresentedParty> Parties);

/// <param name="Role">See <see cref="Roles"/>.</param>
public sealed record Appointment(string OrganisationId, string OrganisationPath, string Role);

/// <summary>The roles that grant permissions; packs name them.</summary>
public static class Roles
{
    public const string WindowClerk = "window_clerk";
    public const string Reviewer = "reviewer";
    public const string Approver = "approver";
    public const string Head = "agency_head";
    public const string Supervisor = "supervisor";
    public const string Registrar = "registrar";
    public const string Administrator = "administrator";
    public const string Surveyor = "surveyor";

    /// <summary>A department's own system that deposits evidence.</summary>
    public const string Depositor = "depositor";

    /// <summary>党政领导: a leader of a county, a park or the city, who convenes offices over a problem.</summary>
    public const string Leader = "leader";

    /// <summary>数据专员: answers for a department's resources in the data pool, and decides who else may use them.</summary>
    public const string Steward = "data_steward";

    /// <summary>数据池运营: a big-data bureau's people who run the pool for all departments.</summary>
    public const string PoolOperator = "pool_operator";

    /// <summary>A department's people and systems that use data of the pool.</summary>
    public const string DataUser = "data_user";

    /// <summary>社区工作者: collects at residents' doors what departments may ask of a community.</summary>
    public const string CommunityWorker = "community_worker";

    public static readonly IReadOnlyList<string> All = [WindowClerk, Reviewer, Approver, Head, Supervisor, Registrar, Administrator, Surveyor, Depositor, Leader, Steward, PoolOperator, DataUser, CommunityWorker];
}

public enum PartyKind
{
    Person,
    LegalEntity,
}

/// <summary>Somebody with rights and duties before the administration.</summary>
/// <param name="Code">Identity number (GB 11643) or unified social credit code (GB 32100): personal data, shown masked.</param>
public sealed record Party(string Id, PartyKind Kind, string Name, string Code);

/// <param name="MandateId">Null when the actor is the party or its legal representative; otherwise the mandate (委托) that he acts under.</param>
/// <param name="Until">Last day of the mandate; null when it does not end.</param>
/// <param name="Matters">Keys of the matters that the mandate covers; empty for all.</param>
public sealed record RepresentedParty(Party Party, string? MandateId, DateOnly? Until, IReadOnlyList<string> Matters);
