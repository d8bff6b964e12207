using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Contracts;

/// <summary>公告: what the platform publishes of a case by itself, for everyone.</summary>
/// <param name="On">"accepted", "granted", "voided", "ended" (of the term), "revoked", or the key of an item of task notice, from whose opening it can be objected to.</param>
/// <param name="Fields">Form fields that are published, in order.</param>
public sealed record AnnouncementRule(string Key, LocalText Title, LocalText? Text, string On, ImmutableArray<string> Fields);

/// <summary>A grant takes a licence out of force; the Certificates engine follows the order as it follows orders to issue.</summary>
/// <param name="Field">Form field that holds the licence's number; null when a material names it.</param>
/// <param name="Material">Material as which the licence was brought; null when a field names it.</param>
public sealed record VoidRule(string? Field, string? Material, LocalText Because);

/// <summary>救济: that the decision may be objected to and reviewed, reopened and revoked.</summary>
/// <param name="Authority">Who reviews (复议机关), as applicants are told.</param>
/// <param name="WithinDays">Days after the decision in which a review may be asked for (行政复议法: 60).</param>
public sealed record RemedyRule(LocalText Authority, int WithinDays);

/// <summary>What was published, as it was.</summary>
public sealed record AnnouncementState(string Key, string Title, string Text, ImmutableArray<AnnouncedLine> Lines, string? Item, DateTimeOffset At);

public sealed record AnnouncedLine(string Label, string Value);

/// <summary>What somebody of the public had against it while a notice ran.</summary>
public sealed record ObjectionState(string Key, string Item, string PersonId, string Name, string Text, DateTimeOffset At);

/// <param name="HeldAt">Day and hour that the parties were told.</param>
/// <param name="Minutes">听证笔录; null until it was held.</param>
public sealed record HearingState(string Item, DateTimeOffset HeldAt, string Place, DateTimeOffset CalledAt, DateTimeOffset? MinutesAt, string? Minutes);

/// <param name="Times">How often; the limits of the whole case run anew with each.</param>
/// <param name="At">The last time.</param>
public sealed record ReopenedState(int Times, DateTimeOffset At);

public enum ReviewKind
{
    /// <summary>异议, at the office itself.</summary>
    Objection,

    /// <summary>行政复议, at the authority above.</summary>
    Reconsideration,
}

public enum ReviewOutcome
{
    /// <summary>维持.</summary>
    Upheld,

    /// <summary>变更: what was refused is granted.</summary>
    Changed,

    /// <summary>撤销: the office decides anew, or what was granted is void.</summary>
    Annulled,
}

public sealed record ReviewState(string Key, ReviewKind Kind, string Ground, DateTimeOffset FiledAt, ReviewOutcome? Outcome, string? Reason, DateTimeOffset? DecidedAt);

/// <summary>An objection during a notice; everybody who is signed in may, the applicant excepted.</summary>
public sealed record RaiseObjection(string Name, string Text) : CaseCommand;

/// <summary>举行听证的通知: seven days ahead at least (行政许可法 第四十八条).</summary>
public sealed record CallHearing(string Item, DateTimeOffset HeldAt, string Place) : CaseCommand;

public sealed record RecordHearing(string Item, string Minutes) : CaseCommand;

/// <summary>The applicant ends a term before its time (终止歇业).</summary>
public sealed record EndTerm(string Reason) : CaseCommand;

public sealed record FileReview(ReviewKind Kind, string Ground) : CaseCommand;

public sealed record DecideReview(string Review, ReviewOutcome Outcome, string Reason) : CaseCommand;

/// <param name="Basis">The law that allows it, with its article.</param>
public sealed record ReopenCase(string Reason, string Basis) : CaseCommand;

/// <summary>The agency takes its own grant back (行政许可法 第六十九条).</summary>
/// <param name="Basis">The law that allows it, with its article.</param>
public sealed record RevokeDecision(string Reason, string Basis) : CaseCommand;

public sealed record Announced(string Key, string Title, string Text, ImmutableArray<AnnouncedLine> Lines, string? Item) : CaseEvent;

public sealed record ObjectionRaised(string Key, string Item, string Name, string Text) : CaseEvent;

public sealed record HearingCalled(string Item, DateTimeOffset HeldAt, string Place) : CaseEvent;

public sealed record HearingHeld(string Item, string Minutes) : CaseEvent;

/// <param name="Early">True when the applicant ended it before its time.</param>
public sealed record TermEnded(string Clock, bool Early, string Reason) : CaseEvent;

/// <summary>A certificate shall be put out of force; the Certificates engine follows this event.</summary>
/// <param name="Certificate">Its id or number.</param>
public sealed record VoidOrdered(string Certificate, string Reason) : CaseEvent;

public sealed record ReviewFiled(string Key, ReviewKind Kind, string Ground) : CaseEvent;

public sealed record ReviewDecided(string Key, ReviewOutcome Outcome, string Reason) : CaseEvent;

public sealed record CaseReopened(string Reason, string Basis) : CaseEvent;

public sealed record DecisionRevoked(string Reason, string Basis) : CaseEvent;

/// <summary>What stands behind an event "cases.void-ordered"; read by whoever keeps the certificates.</summary>
public interface IVoidOrders
{
    Task<VoidOrdered?> ReadAsync(string caseId, long sequence, CancellationToken cancel = default);
}

/// <summary>Public notices: read by everyone, objected to by whoever is signed in.</summary>
public interface IAnnouncements
{
    /// <summary>Newest first; of one matter when it is given.</summary>
    Task<IReadOnlyList<Announcement>> ListAsync(string? matterKey = null, int most = 100, CancellationToken cancel = default);

    Task<Announcement?> FindAsync(string id, CancellationToken cancel = default);

    /// <exception cref="Kernel.Faults.InvalidInputException">The period is over or has not begun; a text is missing.</exception>
    Task ObjectAsync(Security.Contracts.Actor actor, string id, string name, string text, CancellationToken cancel = default);
}

/// <param name="Until">Last day for objections; null for an announcement to which nobody objects.</param>
/// <param name="Open">True while objections are taken.</param>
/// <param name="Objected">True when somebody objected.</param>
public sealed record Announcement(
    string Id, string CaseId, string Matter, string CaseNumber, string Title, string Text, string Applicant, ImmutableArray<AnnouncedLine> Lines, DateTimeOffset At, DateOnly? Until, bool Open, bool Objected);
