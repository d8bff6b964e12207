using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>What somebody asks of a case. The engine answers with events or with faults at the fields.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Submit), "submit")]
[JsonDerivedType(typeof(Accept), "accept")]
[JsonDerivedType(typeof(RefuseAcceptance), "refuse-acceptance")]
[JsonDerivedType(typeof(RequestSupplement), "request-supplement")]
[JsonDerivedType(typeof(ProvideSupplement), "provide-supplement")]
[JsonDerivedType(typeof(ReceiveItem), "receive-item")]
[JsonDerivedType(typeof(TakeItem), "take-item")]
[JsonDerivedType(typeof(ReleaseItem), "release-item")]
[JsonDerivedType(typeof(AgreeItem), "agree-item")]
[JsonDerivedType(typeof(DisagreeItem), "disagree-item")]
[JsonDerivedType(typeof(ProvideCorrection), "provide-correction")]
[JsonDerivedType(typeof(FulfilPromise), "fulfil-promise")]
[JsonDerivedType(typeof(Suspend), "suspend")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(ExtendClock), "extend-clock")]
[JsonDerivedType(typeof(Grant), "grant")]
[JsonDerivedType(typeof(Refuse), "refuse")]
[JsonDerivedType(typeof(AttachCertificate), "attach-certificate")]
[JsonDerivedType(typeof(HandOver), "hand-over")]
[JsonDerivedType(typeof(Withdraw), "withdraw")]
[JsonDerivedType(typeof(Tick), "tick")]
[JsonDerivedType(typeof(GiveDraftOpinion), "give-draft-opinion")]
[JsonDerivedType(typeof(ConfirmDraftOpinion), "confirm-draft-opinion")]
[JsonDerivedType(typeof(BlowWhistle), "blow-whistle")]
[JsonDerivedType(typeof(CallJointReview), "call-joint-review")]
[JsonDerivedType(typeof(Convene), "convene")]
[JsonDerivedType(typeof(ReceiveSummons), "receive-summons")]
[JsonDerivedType(typeof(ReportToMeeting), "report-to-meeting")]
[JsonDerivedType(typeof(MakeCommitment), "make-commitment")]
[JsonDerivedType(typeof(KeepCommitment), "keep-commitment")]
[JsonDerivedType(typeof(CloseMeeting), "close-meeting")]
[JsonDerivedType(typeof(ConvertSimulation), "convert-simulation")]
[JsonDerivedType(typeof(AssignItem), "assign-item")]
[JsonDerivedType(typeof(RaiseObjection), "raise-objection")]
[JsonDerivedType(typeof(CallHearing), "call-hearing")]
[JsonDerivedType(typeof(RecordHearing), "record-hearing")]
[JsonDerivedType(typeof(EndTerm), "end-term")]
[JsonDerivedType(typeof(FileReview), "file-review")]
[JsonDerivedType(typeof(DecideReview), "decide-review")]
[JsonDerivedType(typeof(ReopenCase), "reopen-case")]
[JsonDerivedType(typeof(RevokeDecision), "revoke-decision")]
[JsonDerivedType(typeof(MigrateCase), "migrate-case")]
public abstract record CaseCommand;

/// <summary>Begins a case. Prepared by the application use case: ids, home and offices are resolved before deciding.</summary>
public sealed record Submit(
    string CaseId,
    string Number,
    Party Applicant,
    string? MandateId,
    string HomeOrganisationId,
    string HomePath,
    string? SubjectKey,
    ImmutableSortedDictionary<string, string> Form,
    ImmutableSortedDictionary<string, MaterialState> Materials) : CaseCommand
{
    /// <summary>Path of the office whose clerk enters it from paper; null when the applicant submits himself.</summary>
    public string? EnteredAt { get; init; }

    /// <summary>Where the case ended in an earlier register; null for a new application.</summary>
    public OldRegister? Old { get; init; }
}

/// <param name="Number">Number in the earlier register.</param>
public sealed record OldRegister(string Number, DateOnly SubmittedOn, DateOnly DecidedOn, bool Granted);

public sealed record Accept : CaseCommand;

public sealed record RefuseAcceptance(string Reason) : CaseCommand;

/// <summary>补正: once, naming every gap.</summary>
public sealed record RequestSupplement(ImmutableArray<Gap> Gaps) : CaseCommand;

public sealed record ProvideSupplement(ImmutableSortedDictionary<string, string> Form, ImmutableSortedDictionary<string, MaterialState> Materials) : CaseCommand;

/// <summary>The office signs for the request (签收).</summary>
public sealed record ReceiveItem(string Item) : CaseCommand;

public sealed record TakeItem(string Item) : CaseCommand;

public sealed record ReleaseItem(string Item) : CaseCommand;

/// <param name="Form">The results that the office fills in (<see cref="Field.By"/>); null when it has none to give.</param>
public sealed record AgreeItem(string Item, string? Remark, ImmutableSortedDictionary<string, string>? Form = null) : CaseCommand;

public sealed record DisagreeItem(string Item, string Reason) : CaseCommand;

public sealed record ProvideCorrection(string Item, string Explanation, ImmutableSortedDictionary<string, string> Form, ImmutableSortedDictionary<string, MaterialState> Materials) : CaseCommand;

public sealed record FulfilPromise(string Material, MaterialState State) : CaseCommand;

public sealed record Suspend(string Why, string Reason) : CaseCommand;

public sealed record Resume : CaseCommand;

public sealed record ExtendClock(string Clock, int Days, string Reason) : CaseCommand;

public sealed record Grant(string Item, string? Remark) : CaseCommand;

public sealed record Refuse(string Item, string Reason) : CaseCommand;

public sealed record AttachCertificate(string CertificateId, string CertificateNumber) : CaseCommand;

/// <param name="Tracking">Number under which the post carries it; needed by post.</param>
public sealed record HandOver(string Method, string? Tracking = null) : CaseCommand;

public sealed record Withdraw(string Reason) : CaseCommand;

/// <summary>Time has passed: clocks that ended act as their rules say. Sent by the sweeper; changes nothing when nothing ended.</summary>
public sealed record Tick : CaseCommand;

/// <summary>The head of an office gives open work to one of its people.</summary>
public sealed record AssignItem(string Item, string PersonId) : CaseCommand;

/// <summary>Moves a running case to another version of its matter. Refused with everything that stands against it; asked again, it changes nothing.</summary>
public sealed record MigrateCase(string Version, string Hash, string Reason) : CaseCommand;
