using System.Collections.Immutable;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

public enum CasePhase
{
    /// <summary>Submitted, acceptance open.</summary>
    Submitted,

    /// <summary>Accepted, offices at work.</summary>
    Reviewing,

    /// <summary>Granted; the certificate is being made.</summary>
    Granted,

    /// <summary>Certificate made or result ready; not handed over.</summary>
    Issued,

    /// <summary>Handed over; only work beside may be open.</summary>
    Delivered,

    Closed,

    /// <summary>不予受理 or 不予许可, with the reason.</summary>
    Refused,

    Withdrawn,

    /// <summary>Granted once, and taken back by the agency or in a review.</summary>
    Revoked,
}

/// <summary>The whole state of a case; <c>Apply(state, event)</c> of the engine is its only maker. Written as one snapshot with its version.</summary>
public sealed record CaseState
{
    public required string Id { get; init; }

    /// <summary>The number that people use: 451000-20220816-000123.</summary>
    public required string Number { get; init; }

    /// <summary>Number of events so far; the next write must find it unchanged.</summary>
    public required long Version { get; init; }

    public required string MatterKey { get; init; }

    public required string MatterVersion { get; init; }

    public required string MatterHash { get; init; }

    public required CasePhase Phase { get; init; }

    public required Party Applicant { get; init; }

    /// <summary>Who applied in the party's name, and under which mandate (null: himself or as legal representative).</summary>
    public required string SubmittedBy { get; init; }

    public string? MandateId { get; init; }

    /// <summary>The area or office where the case is at home, and its path.</summary>
    public required string HomeOrganisationId { get; init; }

    public required string HomePath { get; init; }

    /// <summary>What the case is about within the matter's subject source (the project's code); null when the matter has none.</summary>
    public string? SubjectKey { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>When the certificate was ordered; null while it is withheld or the matter gives none.</summary>
    public DateTimeOffset? OrderedAt { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required ImmutableSortedDictionary<string, string> Form { get; init; }

    public required ImmutableSortedDictionary<string, MaterialState> Materials { get; init; }

    public ImmutableSortedDictionary<string, ItemState> Items { get; init; } = ImmutableSortedDictionary<string, ItemState>.Empty;

    /// <summary>By clock key: the rule's key, or "{rule}:{item}" (and "{rule}:{material}" for promises). From an item's second round on
    /// "{rule}:{item}:{round}"; the clock of a summoned tier ends in "!{tier}"; one that runs anew after a reopening in "~{time}". What stands here is never taken away, so the past stays readable.</summary>
    public ImmutableSortedDictionary<string, ClockState> Clocks { get; init; } = ImmutableSortedDictionary<string, ClockState>.Empty;

    public SupplementState? Supplement { get; init; }

    /// <summary>Reason of the pause now in force ("hearing", "test", "expert"); null when none.</summary>
    public string? Suspended { get; init; }

    public string? RefusalReason { get; init; }

    public string? CertificateId { get; init; }

    public string? CertificateNumber { get; init; }

    /// <summary>Set for a case that was begun as a simulated one.</summary>
    public SimulationState? Simulation { get; init; }

    /// <summary>By item: what the exemption list waived.</summary>
    public ImmutableSortedDictionary<string, ExemptionState> Exempted { get; init; } = ImmutableSortedDictionary<string, ExemptionState>.Empty;

    /// <summary>By key: whistles and joint reviews, with who was called, came and promised.</summary>
    public ImmutableSortedDictionary<string, MeetingState> Meetings { get; init; } = ImmutableSortedDictionary<string, MeetingState>.Empty;

    /// <summary>By item: what was shown to offices before their turn, and what they said of it.</summary>
    public ImmutableSortedDictionary<string, EarlyState> Early { get; init; } = ImmutableSortedDictionary<string, EarlyState>.Empty;

    /// <summary>By item: what the checks of its present round said.</summary>
    public ImmutableSortedDictionary<string, ChecksState> Checks { get; init; } = ImmutableSortedDictionary<string, ChecksState>.Empty;

    /// <summary>What was published of the case, by the rule's key.</summary>
    public ImmutableSortedDictionary<string, AnnouncementState> Announcements { get; init; } = ImmutableSortedDictionary<string, AnnouncementState>.Empty;

    public ImmutableSortedDictionary<string, ObjectionState> Objections { get; init; } = ImmutableSortedDictionary<string, ObjectionState>.Empty;

    /// <summary>By item.</summary>
    public ImmutableSortedDictionary<string, HearingState> Hearings { get; init; } = ImmutableSortedDictionary<string, HearingState>.Empty;

    public ImmutableSortedDictionary<string, ReviewState> Reviews { get; init; } = ImmutableSortedDictionary<string, ReviewState>.Empty;

    public DateTimeOffset? TermEndedAt { get; init; }

    /// <summary>When a licence was ordered out of force.</summary>
    public DateTimeOffset? VoidOrderedAt { get; init; }

    /// <summary>Number under which the post carries the result.</summary>
    public string? Tracking { get; init; }

    /// <summary>That the case was opened again after its end; null when it never was.</summary>
    public ReopenedState? Reopened { get; init; }
}

public enum MaterialStatus
{
    Missing,
    Provided,
    Promised,

    /// <summary>模拟审批: lacking for now, and brought when the project has it.</summary>
    Awaited,
}

/// <param name="FileSha256">Digest of the uploaded file, or null.</param>
/// <param name="CertificateId">Certificate that serves as the material, or null.</param>
public sealed record MaterialState(MaterialStatus Status, string? FileSha256, string? FileName, long FileSize, string? CertificateId, string? CertificateNumber, DateTimeOffset? At);

public enum ItemStatus
{
    Open,
    Agreed,
    Disagreed,

    /// <summary>Agreed by silence.</summary>
    Deemed,
    Skipped,

    /// <summary>Sent the work back to an earlier item; opens again when that one is done.</summary>
    Returned,
}

/// <param name="Round">1 at first; grows when a corrected item is reviewed again.</param>
/// <param name="ReceivedAt">When the office signed for it; silence counts only from then.</param>
/// <param name="HolderId">Person who has taken it; null when it lies in the office's list.</param>
/// <param name="Tier">0; 1 to 3 once silence has escalated.</param>
/// <param name="SummonedAt">When the present tier was summoned; null while none was.</param>
/// <param name="Correcting">True while an office's disagreement waits for the applicant to mend it.</param>
public sealed record ItemState(
    string Key,
    ItemStatus Status,
    string OrganisationId,
    string OrganisationPath,
    int Round,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ReceivedAt,
    string? HolderId,
    DateTimeOffset? EndedAt,
    string? DecidedBy,
    string? Reason,
    int Tier,
    bool Correcting,
    DateTimeOffset? SummonedAt = null);

/// <summary>A running or stopped clock. <c>due</c> is derived from it and the calendar by anybody.</summary>
/// <param name="RuleKey">Key of its <see cref="ClockRule"/>.</param>
/// <param name="Subject">Item or material that it belongs to; null for the case.</param>
/// <param name="StartedAt">The start day does not count.</param>
/// <param name="Expired">True once its end was acted upon.</param>
public sealed record ClockState(
    string Key,
    string RuleKey,
    string? Subject,
    Limit Limit,
    DateTimeOffset StartedAt,
    ImmutableArray<Pause> Pauses,
    ImmutableArray<Extension> Extensions,
    DateTimeOffset? StoppedAt,
    bool Expired)
{
    public bool IsRunning => StoppedAt is null;

    public bool IsPaused => IsRunning && Pauses.Length > 0 && Pauses[^1].To is null;
}

/// <param name="To">Null while it lasts.</param>
public sealed record Pause(string Why, DateTimeOffset From, DateTimeOffset? To);

public sealed record Extension(Limit By, string Reason, string DecidedBy, DateTimeOffset At);

/// <param name="Gaps">Everything that is wanting, named at once.</param>
/// <param name="ProvidedAt">Null while the applicant is at it.</param>
public sealed record SupplementState(ImmutableArray<Gap> Gaps, DateTimeOffset AskedAt, string AskedBy, DateTimeOffset? ProvidedAt);

/// <param name="Target">"form.{field}" or "material.{key}".</param>
public sealed record Gap(string Target, string Note);
