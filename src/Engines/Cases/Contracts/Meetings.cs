using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Coordination over a case (吹哨报到): who may be called to convene offices, tier by tier.</summary>
/// <param name="Tiers">One to three; the first is the nearest.</param>
public sealed record CoordinationRule(ImmutableArray<MeetingTier> Tiers);

/// <param name="Office">Function of the office whose leader convenes at this tier, resolved from the case's home upwards.</param>
public sealed record MeetingTier(LocalText Title, string Office);

public enum MeetingKind
{
    /// <summary>吹哨: a problem is called out; a leader of the tier convenes the offices.</summary>
    Whistle,

    /// <summary>联合审批会: the office that runs the case calls the reviewing offices together. Who signed for the summons and stays away has consented (缺席默认),
    /// where the item allows that silence is consent.</summary>
    JointReview,
}

/// <summary>吹哨: names a problem, the offices that are needed, and the tier that shall convene them.</summary>
/// <param name="Offices">Functions of the offices, resolved from the case's home upwards.</param>
/// <param name="Item">The piece of work that the problem is about, or null.</param>
public sealed record BlowWhistle(int Tier, string Problem, ImmutableArray<string> Offices, string? Item = null) : CaseCommand;

/// <summary>The office that runs the case calls a joint review; its summonses go out at once, to all offices with an open item.</summary>
public sealed record CallJointReview(string Agenda, DateTimeOffset HeldAt, string Place) : CaseCommand;

/// <summary>The leader of the tier sets time and place; the summonses go out.</summary>
public sealed record Convene(string Meeting, DateTimeOffset HeldAt, string Place) : CaseCommand;

/// <summary>A summoned office signs for its summons.</summary>
public sealed record ReceiveSummons(string Meeting, string OrganisationId) : CaseCommand;

/// <summary>报到: a summoned office appears, on the day of the meeting.</summary>
public sealed record ReportToMeeting(string Meeting, string OrganisationId) : CaseCommand;

/// <summary>An office that appeared promises what it will do and by which day.</summary>
public sealed record MakeCommitment(string Meeting, string OrganisationId, string What, DateOnly Until) : CaseCommand;

public sealed record KeepCommitment(string Meeting, string OrganisationId, string How) : CaseCommand;

/// <summary>The convener closes the meeting with what came of it. An unresolved problem goes to the next tier, if there is one.</summary>
public sealed record CloseMeeting(string Meeting, string Outcome, bool Resolved) : CaseCommand;

/// <summary>An office that is called to a meeting.</summary>
public sealed record CalledOffice(string OrganisationId, string OrganisationPath, string Function);

/// <param name="Tier">0 for a joint review.</param>
/// <param name="RaisedFrom">The meeting of the tier below that did not resolve the problem, or null.</param>
public sealed record MeetingCalled(
    string Meeting,
    MeetingKind Kind,
    int Tier,
    string Problem,
    string? Item,
    string ConvenerOrganisationId,
    string ConvenerOrganisationPath,
    ImmutableArray<CalledOffice> Offices,
    string? RaisedFrom) : CaseEvent;

/// <summary>The leader of a tier did not convene in time: the next tier is called.</summary>
public sealed record MeetingRaised(string Meeting, int Tier, string ConvenerOrganisationId, string ConvenerOrganisationPath) : CaseEvent;

public sealed record MeetingConvened(string Meeting, DateTimeOffset HeldAt, string Place) : CaseEvent;

public sealed record SummonsReceived(string Meeting, string OrganisationId) : CaseEvent;

public sealed record OfficeReported(string Meeting, string OrganisationId) : CaseEvent;

/// <param name="Liable">True when the office had signed for its summons; who was never reached is absent, but not liable.</param>
public sealed record OfficeAbsent(string Meeting, string OrganisationId, bool Liable) : CaseEvent;

public sealed record CommitmentMade(string Meeting, string OrganisationId, string What, DateOnly Until) : CaseEvent;

public sealed record CommitmentKept(string Meeting, string OrganisationId, string How) : CaseEvent;

/// <summary>The day of the promise has passed; the office is liable until it is kept, and for the delay afterwards.</summary>
public sealed record CommitmentBroken(string Meeting, string OrganisationId) : CaseEvent;

public sealed record MeetingClosed(string Meeting, string Outcome, bool Resolved) : CaseEvent;

/// <param name="Key">"m1", "m2", … in the order in which they were called.</param>
/// <param name="CalledAt">When it came to the tier it is at now.</param>
/// <param name="Summonses">By organisation id.</param>
public sealed record MeetingState(
    string Key,
    MeetingKind Kind,
    int Tier,
    string Problem,
    string? Item,
    string CalledBy,
    DateTimeOffset CalledAt,
    string ConvenerOrganisationId,
    string ConvenerOrganisationPath,
    ImmutableSortedDictionary<string, SummonsState> Summonses,
    string? RaisedFrom,
    DateTimeOffset? ConvenedAt = null,
    DateTimeOffset? HeldAt = null,
    string? Place = null,
    DateTimeOffset? ClosedAt = null,
    string? Outcome = null,
    bool? Resolved = null);

/// <param name="Liable">True for an office that signed for its summons and stayed away.</param>
public sealed record SummonsState(
    string OrganisationId,
    string OrganisationPath,
    string Function,
    DateTimeOffset? ReceivedAt = null,
    DateTimeOffset? ReportedAt = null,
    string? ReportedBy = null,
    DateTimeOffset? AbsentAt = null,
    bool Liable = false,
    string? Commitment = null,
    DateTimeOffset? CommittedAt = null,
    DateOnly? CommittedUntil = null,
    DateTimeOffset? KeptAt = null,
    string? KeptHow = null,
    DateTimeOffset? BrokenAt = null);
