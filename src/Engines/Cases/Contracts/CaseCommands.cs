using System.Collections.Immutable;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>What somebody asks of a case. The engine answers with events or with faults at the fields.</summary>
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
    ImmutableSortedDictionary<string, MaterialState> Materials) : CaseCommand;

public sealed record Accept : CaseCommand;

public sealed record RefuseAcceptance(string Reason) : CaseCommand;

/// <summary>补正: once, naming every gap.</summary>
public sealed record RequestSupplement(ImmutableArray<Gap> Gaps) : CaseCommand;

public sealed record ProvideSupplement(ImmutableSortedDictionary<string, string> Form, ImmutableSortedDictionary<string, MaterialState> Materials) : CaseCommand;

/// <summary>The office signs for the request (签收).</summary>
public sealed record ReceiveItem(string Item) : CaseCommand;

public sealed record TakeItem(string Item) : CaseCommand;

public sealed record ReleaseItem(string Item) : CaseCommand;

public sealed record AgreeItem(string Item, string? Remark) : CaseCommand;

public sealed record DisagreeItem(string Item, string Reason) : CaseCommand;

public sealed record ProvideCorrection(string Item, string Explanation, ImmutableSortedDictionary<string, string> Form, ImmutableSortedDictionary<string, MaterialState> Materials) : CaseCommand;

public sealed record FulfilPromise(string Material, MaterialState State) : CaseCommand;

public sealed record Suspend(string Why, string Reason) : CaseCommand;

public sealed record Resume : CaseCommand;

public sealed record ExtendClock(string Clock, int Days, string Reason) : CaseCommand;

public sealed record Grant(string Item, string? Remark) : CaseCommand;

public sealed record Refuse(string Item, string Reason) : CaseCommand;

public sealed record AttachCertificate(string CertificateId, string CertificateNumber) : CaseCommand;

public sealed record HandOver(string Method) : CaseCommand;

public sealed record Withdraw(string Reason) : CaseCommand;

/// <summary>Time has passed: clocks that ended act as their rules say. Sent by the sweeper; changes nothing when nothing ended.</summary>
public sealed record Tick : CaseCommand;
