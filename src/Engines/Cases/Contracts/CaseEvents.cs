using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>What can happen to a case. Facts only: applying one needs no definition, calendar or clock.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Submitted), "cases.submitted")]
[JsonDerivedType(typeof(Accepted), "cases.accepted")]
[JsonDerivedType(typeof(AcceptanceRefused), "cases.acceptance-refused")]
[JsonDerivedType(typeof(SupplementRequested), "cases.supplement-requested")]
[JsonDerivedType(typeof(SupplementProvided), "cases.supplement-provided")]
[JsonDerivedType(typeof(ItemOpened), "cases.item-opened")]
[JsonDerivedType(typeof(ItemSkipped), "cases.item-skipped")]
[JsonDerivedType(typeof(ItemReceived), "cases.item-received")]
[JsonDerivedType(typeof(ItemTaken), "cases.item-taken")]
[JsonDerivedType(typeof(ItemReleased), "cases.item-released")]
[JsonDerivedType(typeof(ResultFilledIn), "cases.result-filled-in")]
[JsonDerivedType(typeof(ItemAgreed), "cases.item-agreed")]
[JsonDerivedType(typeof(ItemDisagreed), "cases.item-disagreed")]
[JsonDerivedType(typeof(ItemDeemed), "cases.item-deemed")]
[JsonDerivedType(typeof(ItemEscalated), "cases.item-escalated")]
[JsonDerivedType(typeof(CorrectionProvided), "cases.correction-provided")]
[JsonDerivedType(typeof(PromiseFulfilled), "cases.promise-fulfilled")]
[JsonDerivedType(typeof(ClockStarted), "cases.clock-started")]
[JsonDerivedType(typeof(ClockPaused), "cases.clock-paused")]
[JsonDerivedType(typeof(ClockResumed), "cases.clock-resumed")]
[JsonDerivedType(typeof(ClockStopped), "cases.clock-stopped")]
[JsonDerivedType(typeof(ClockExtended), "cases.clock-extended")]
[JsonDerivedType(typeof(ClockExpired), "cases.clock-expired")]
[JsonDerivedType(typeof(Suspended), "cases.suspended")]
[JsonDerivedType(typeof(Resumed), "cases.resumed")]
[JsonDerivedType(typeof(Granted), "cases.granted")]
[JsonDerivedType(typeof(Refused), "cases.refused")]
[JsonDerivedType(typeof(IssueOrdered), "cases.issue-ordered")]
[JsonDerivedType(typeof(ResultReady), "cases.result-ready")]
[JsonDerivedType(typeof(CertificateAttached), "cases.certificate-attached")]
[JsonDerivedType(typeof(Delivered), "cases.delivered")]
[JsonDerivedType(typeof(Closed), "cases.closed")]
[JsonDerivedType(typeof(Withdrawn), "cases.withdrawn")]
[JsonDerivedType(typeof(ItemExempted), "cases.item-exempted")]
[JsonDerivedType(typeof(ItemShared), "cases.item-shared")]
[JsonDerivedType(typeof(DraftOpinionGiven), "cases.draft-opinion-given")]
[JsonDerivedType(typeof(DraftOpinionConfirmed), "cases.draft-opinion-confirmed")]
[JsonDerivedType(typeof(MeetingCalled), "cases.meeting-called")]
[JsonDerivedType(typeof(MeetingRaised), "cases.meeting-raised")]
[JsonDerivedType(typeof(MeetingConvened), "cases.meeting-convened")]
[JsonDerivedType(typeof(SummonsReceived), "cases.summons-received")]
[JsonDerivedType(typeof(OfficeReported), "cases.office-reported")]
[JsonDerivedType(typeof(OfficeAbsent), "cases.office-absent")]
[JsonDerivedType(typeof(CommitmentMade), "cases.commitment-made")]
[JsonDerivedType(typeof(CommitmentKept), "cases.commitment-kept")]
[JsonDerivedType(typeof(CommitmentBroken), "cases.commitment-broken")]
[JsonDerivedType(typeof(MeetingClosed), "cases.meeting-closed")]
[JsonDerivedType(typeof(SimulatedResultGiven), "cases.simulated-result-given")]
[JsonDerivedType(typeof(SimulationConverted), "cases.simulation-converted")]
[JsonDerivedType(typeof(ItemAssigned), "cases.item-assigned")]
[JsonDerivedType(typeof(ChecksAnswered), "cases.checks-answered")]
[JsonDerivedType(typeof(ItemPassed), "cases.item-passed")]
[JsonDerivedType(typeof(Announced), "cases.announced")]
[JsonDerivedType(typeof(ObjectionRaised), "cases.objection-raised")]
[JsonDerivedType(typeof(HearingCalled), "cases.hearing-called")]
[JsonDerivedType(typeof(HearingHeld), "cases.hearing-held")]
[JsonDerivedType(typeof(TermEnded), "cases.term-ended")]
[JsonDerivedType(typeof(VoidOrdered), "cases.void-ordered")]
[JsonDerivedType(typeof(ReviewFiled), "cases.review-filed")]
[JsonDerivedType(typeof(ReviewDecided), "cases.review-decided")]
[JsonDerivedType(typeof(CaseReopened), "cases.case-reopened")]
[JsonDerivedType(typeof(DecisionRevoked), "cases.decision-revoked")]
[JsonDerivedType(typeof(OldCaseKept), "cases.old-case-kept")]
[JsonDerivedType(typeof(CaseMigrated), "cases.case-migrated")]
[JsonDerivedType(typeof(ItemReturned), "cases.item-returned")]
public abstract record CaseEvent;

public sealed record Submitted(
    string CaseId,
    string Number,
    string MatterKey,
    string MatterVersion,
    string MatterHash,
    Party Applicant,
    string SubmittedBy,
    string? MandateId,
    string HomeOrganisationId,
    string HomePath,
    string? SubjectKey,
    ImmutableSortedDictionary<string, string> Form,
    ImmutableSortedDictionary<string, MaterialState> Materials) : CaseEvent;

/// <param name="BySilence">True when nobody answered in time: the law then counts it as accepted from the day on which all papers were received
/// (行政许可法 第三十二条), so the clocks that run from acceptance start back then.</param>
public sealed record Accepted(bool BySilence) : CaseEvent;

public sealed record AcceptanceRefused(string Reason) : CaseEvent;

public sealed record SupplementRequested(ImmutableArray<Gap> Gaps) : CaseEvent;

public sealed record SupplementProvided(ImmutableSortedDictionary<string, string> Form, ImmutableSortedDictionary<string, MaterialState> Materials) : CaseEvent;

public sealed record ItemOpened(string Item, string OrganisationId, string OrganisationPath, int Round) : CaseEvent;

public sealed record ItemSkipped(string Item, string Because) : CaseEvent;

public sealed record ItemReceived(string Item) : CaseEvent;

public sealed record ItemTaken(string Item, string PersonId) : CaseEvent;

public sealed record ItemReleased(string Item) : CaseEvent;

/// <summary>An office wrote its results into the form, just before it agreed.</summary>
public sealed record ResultFilledIn(string Item, ImmutableSortedDictionary<string, string> Form) : CaseEvent;

/// <param name="Remark">Optional words to the applicant.</param>
public sealed record ItemAgreed(string Item, string? Remark) : CaseEvent;

public sealed record ItemDisagreed(string Item, string Reason) : CaseEvent;

/// <param name="LiableOrganisationId">The office whose silence it was.</param>
public sealed record ItemDeemed(string Item, string LiableOrganisationId) : CaseEvent;

public sealed record ItemEscalated(string Item, int Tier, string OrganisationId) : CaseEvent;

/// <summary>The applicant mended what one office disagreed with; that item alone opens again.</summary>
public sealed record CorrectionProvided(string Item, string Explanation, ImmutableSortedDictionary<string, string> Form, ImmutableSortedDictionary<string, MaterialState> Materials) : CaseEvent;

public sealed record PromiseFulfilled(string Material, MaterialState State) : CaseEvent;

public sealed record ClockStarted(string Clock, string RuleKey, string? Subject, Limit Limit, DateTimeOffset From) : CaseEvent;

public sealed record ClockPaused(string Clock, string Why) : CaseEvent;

public sealed record ClockResumed(string Clock) : CaseEvent;

public sealed record ClockStopped(string Clock) : CaseEvent;

public sealed record ClockExtended(string Clock, Limit By, string Reason) : CaseEvent;

/// <param name="Due">The last day (or instant) that was missed.</param>
public sealed record ClockExpired(string Clock, DateTimeOffset Due, OnExpiry Action) : CaseEvent;

public sealed record Suspended(string Why, string Reason) : CaseEvent;

public sealed record Resumed : CaseEvent;

public sealed record Granted(string? Remark) : CaseEvent;

public sealed record Refused(string Reason) : CaseEvent;

/// <summary>A certificate shall be made; the Certificates engine follows this event.</summary>
public sealed record IssueOrdered(string CertificateType) : CaseEvent;

/// <summary>The result of a matter without certificate can be handed over.</summary>
public sealed record ResultReady : CaseEvent;

public sealed record CertificateAttached(string CertificateId, string CertificateNumber) : CaseEvent;

/// <param name="Method">"online", "window" or "post".</param>
/// <param name="Tracking">Number under which the post carries it; null otherwise.</param>
public sealed record Delivered(string Method, string? Tracking = null) : CaseEvent;

public sealed record Closed : CaseEvent;

public sealed record Withdrawn(string Reason, bool ByLapse) : CaseEvent;

/// <summary>The head of the office gave the work to one of its people.</summary>
public sealed record ItemAssigned(string Item, string PersonId) : CaseEvent;

/// <summary>The case began and ended in an earlier register; it is kept here with its own dates and is never worked on.</summary>
/// <param name="Note">Its number there.</param>
public sealed record OldCaseKept(string Note, DateOnly SubmittedOn, DateOnly DecidedOn, bool Granted) : CaseEvent;
/// <summary>The case goes on under another version of its matter.</summary>
/// <param name="Form">Computed values that the new version tells otherwise; an empty text takes one away.</param>
public sealed record CaseMigrated(string FromVersion, string FromHash, string ToVersion, string ToHash, string Reason, ImmutableSortedDictionary<string, string> Form) : CaseEvent;

/// <summary>An event in its place: number within the case, when, and who.</summary>
/// <param name="ActorId">Person id, "clock", or client id.</param>
/// <param name="ActingFor">"party/{id}" or "office/{organisation id}" or "clock".</param>
/// <param name="InPlaceOf">The colleague on leave in whose place the actor did it; null when he did it by his own right.</param>
public sealed record RecordedEvent(string CaseId, long Sequence, DateTimeOffset At, string ActorId, string ActingFor, CaseEvent Event, string? InPlaceOf = null);

/// <summary>An office found the work of an earlier item wanting: that item is done again, and then this one.</summary>
/// <param name="To">The item that is done again.</param>
public sealed record ItemReturned(string Item, string To, string Reason) : CaseEvent;
