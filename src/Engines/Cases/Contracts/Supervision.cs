using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Supervision (督办问责): what stands red is listed, asked about, answered, and ends in accountability, in recorded tolerance, or as settled.</summary>
public interface ISupervision
{
    /// <summary>Open work that is overdue within the actor's reach, the longest overdue first, each with the notice that was last sent about it.</summary>
    Task<IReadOnlyList<RedItem>> RedListAsync(Actor actor, CancellationToken cancel = default);

    /// <summary>Sends a notice (督办单) to an office below the actor's reach.</summary>
    /// <exception cref="Kernel.Faults.ConflictException">A notice about this item is open already.</exception>
    /// <exception cref="Kernel.Faults.InvalidInputException">The demand is missing or too long, or the day to answer by is past.</exception>
    Task<SupervisionNotice> IssueAsync(Actor actor, NewNotice notice, CancellationToken cancel = default);

    /// <summary>The office says why, with a cause of <see cref="NoticeCauses"/>.</summary>
    Task<SupervisionNotice> AnswerAsync(Actor actor, string noticeId, string cause, string reason, CancellationToken cancel = default);

    /// <summary>Ends a notice without accountability or tolerance, because what it asked for was done or was not the office's.</summary>
    Task<SupervisionNotice> SettleAsync(Actor actor, string noticeId, string conclusion, CancellationToken cancel = default);

    /// <summary>Records accountability (问责) or tolerance (容错); with a notice it ends that notice.</summary>
    Task<AccountabilityRecord> RecordAsync(Actor actor, NewRecord record, CancellationToken cancel = default);

    /// <summary>The notice if the actor supervises or handles for its office; null otherwise.</summary>
    Task<SupervisionNotice?> NoticeAsync(Actor actor, string noticeId, CancellationToken cancel = default);

    /// <summary>Notices sent by the actor's supervision, or to offices he works for; newest first, at most 200.</summary>
    Task<IReadOnlyList<SupervisionNotice>> NoticesAsync(Actor actor, CancellationToken cancel = default);

    /// <summary>Records about offices below the actor's reach, newest first, at most 200.</summary>
    Task<IReadOnlyList<AccountabilityRecord>> RecordsAsync(Actor actor, CancellationToken cancel = default);

    /// <summary>Whose time a case took, explained by the intervals of its clocks; null when the actor may not see the case.</summary>
    Task<BlameSplit?> BlameAsync(Actor actor, string caseId, CancellationToken cancel = default);
}

/// <param name="Notice">The newest notice about it; null when none was sent.</param>
public sealed record RedItem(string CaseId, string Number, LocalText MatterTitle, string Item, LocalText ItemTitle, string OrganisationId, LocalText Office, string Subject, DateOnly Due, int DaysOver, int Tier, SupervisionNotice? Notice);

/// <param name="CaseId">The case and item that it is about; null for a notice about something else, told in <paramref name="Subject"/>.</param>
/// <param name="Subject">What it is about, in words that may be printed: a number and a matter, never a person.</param>
/// <param name="AnswerBy">Last day to answer; null for three working days.</param>
public sealed record NewNotice(string OrganisationId, string? CaseId, string? Item, string Subject, string Demand, DateOnly? AnswerBy = null);

public enum NoticeState
{
    /// <summary>The office has not answered yet.</summary>
    Sent,

    /// <summary>The office has said why; the supervisor has to conclude.</summary>
    Answered,

    Closed,
}

/// <param name="Number">督办单 number: "451000-督-2022-0001".</param>
/// <param name="IssuedBy">Person.</param>
/// <param name="Cause">A code of <see cref="NoticeCauses"/>; null while it is not answered.</param>
/// <param name="RecordId">The record that ended it; null when none did.</param>
public sealed record SupervisionNotice(
    string Id, string Number, long Version, NoticeState State, string OrganisationId, string OrganisationPath, string? CaseId, string? CaseNumber, string? Item,
    string Subject, string Demand, DateTimeOffset IssuedAt, string IssuedBy, DateOnly AnswerBy, bool Provisional,
    string? Cause = null, string? Reason = null, DateTimeOffset? AnsweredAt = null, string? AnsweredBy = null,
    string? Conclusion = null, DateTimeOffset? ClosedAt = null, string? ClosedBy = null, string? RecordId = null);

/// <summary>Why an office was late, in fixed words, so that causes can be counted.</summary>
public static class NoticeCauses
{
    public static readonly IReadOnlyList<string> All = ["staff", "coordination", "law", "system", "applicant", "force-majeure", "negligence", "other"];
}

public enum RecordKind
{
    /// <summary>问责: somebody answers for it.</summary>
    Accountability,

    /// <summary>容错: it was an honest mistake within the law, and nobody is punished; the ground stands in the record.</summary>
    Tolerance,
}

/// <param name="NoticeId">The notice that it ends; null for a record of its own.</param>
/// <param name="Subject">What it is about, in words that may be printed.</param>
/// <param name="Measure">For accountability a code of <see cref="Measures"/>; null for tolerance.</param>
/// <param name="Basis">The law, rule or list that it rests on, with its article.</param>
/// <param name="DecidedBy">Body or office-holder who decided.</param>
public sealed record NewRecord(RecordKind Kind, string OrganisationId, string? NoticeId, string? CaseId, string? Item, string Subject, string? Measure, string Basis, string Reason, string DecidedBy, DateOnly DecidedOn);

/// <summary>What accountability can consist of here. Disciplinary punishment is no business of this platform: it is passed on.</summary>
public static class Measures
{
    /// <summary>约谈提醒, 责令整改, 书面检查, 通报批评, 移送有权机关.</summary>
    public static readonly IReadOnlyList<string> All = ["talk", "correct", "written", "circulate", "transfer"];
}

/// <inheritdoc cref="NewRecord"/>
public sealed record AccountabilityRecord(string Id, string Number, RecordKind Kind, string OrganisationId, string OrganisationPath, string? NoticeId, string? CaseId, string? CaseNumber, string? Item, string Subject, string? Measure, string Basis, string Reason, string DecidedBy, DateOnly DecidedOn, string RecordedBy, DateTimeOffset At);

/// <summary>To whom an interval of a case's life is counted.</summary>
public enum TimeBearer
{
    /// <summary>Offices at work within their limits, or nobody kept waiting.</summary>
    InTime,

    /// <summary>An office beyond its limit.</summary>
    Office,

    /// <summary>All waited for the applicant: supplement, correction, a promised paper.</summary>
    Applicant,

    /// <summary>Time that the law does not count: hearing, test, expert opinion.</summary>
    Excluded,
}

/// <summary>The life of a case from submission to its end (or now), cut into intervals, each counted to exactly one bearer: the totals add up to the elapsed time.</summary>
public sealed record BlameSplit(string CaseId, DateTimeOffset From, DateTimeOffset To, ImmutableArray<BlameInterval> Intervals)
{
    public TimeSpan Elapsed => To - From;

    public TimeSpan Of(TimeBearer bearer) => new(Intervals.Where(i => i.Bearer == bearer).Sum(i => (i.To - i.From).Ticks));

    /// <summary>How long an office was beyond its limit. Two offices late at once are late each: these may add up to more than the offices' total.</summary>
    public TimeSpan LateOf(string organisationId) => new(Intervals.Where(i => i.Offices.Contains(organisationId)).Sum(i => (i.To - i.From).Ticks));
}

/// <param name="Offices">Organisations beyond their limit; empty unless the bearer is <see cref="TimeBearer.Office"/>.</param>
/// <param name="Clocks">Keys of the clocks that say so: overdue ones, or those that stood still.</param>
/// <param name="Why">Reason of the pause; null where nothing stood still.</param>
public sealed record BlameInterval(DateTimeOffset From, DateTimeOffset To, TimeBearer Bearer, ImmutableArray<string> Offices, ImmutableArray<string> Clocks, string? Why);
