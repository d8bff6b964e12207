using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>The five levels of 好差评 (国办发〔2019〕51号); the number is the order.</summary>
public enum SatisfactionLevel
{
    /// <summary>非常不满意.</summary>
    VeryDissatisfied = 1,

    /// <summary>不满意.</summary>
    Dissatisfied = 2,

    /// <summary>基本满意.</summary>
    BasicallySatisfied = 3,

    /// <summary>满意.</summary>
    Satisfied = 4,

    /// <summary>非常满意.</summary>
    VerySatisfied = 5,
}

/// <summary>Ratings of services (好差评): once for each case that has a result, by its applicant; a bad one is followed up, and the applicant asked again.</summary>
public interface ISatisfaction
{
    /// <summary>What the applicant of a case may rate now and has rated before; null when the actor is not its applicant.</summary>
    Task<RatingForm?> FormAsync(Actor actor, string caseId, CancellationToken cancel = default);

    /// <summary>The same by the code of a QR, without signing in; null when the code is unknown.</summary>
    Task<RatingForm?> FormByCodeAsync(string code, CancellationToken cancel = default);

    /// <exception cref="Kernel.Faults.ConflictException">The case has no result yet, or was rated already.</exception>
    /// <exception cref="Kernel.Faults.InvalidInputException">A reason is unknown or wanting, or the comment too long.</exception>
    Task<Rating> RateAsync(Actor actor, string caseId, NewRating rating, CancellationToken cancel = default);

    /// <inheritdoc cref="RateAsync"/>
    Task<Rating> RateByCodeAsync(string code, NewRating rating, CancellationToken cancel = default);

    /// <summary>The code by which anybody who holds it rates this case; for its applicant and for those who handle it.</summary>
    Task<string> CodeAsync(Actor actor, string caseId, CancellationToken cancel = default);

    /// <summary>Follow-ups within the actor's reach: open ones first, by due. Of an anonymous rating the office sees neither case nor applicant.</summary>
    Task<IReadOnlyList<RatingTicket>> TicketsAsync(Actor actor, CancellationToken cancel = default);

    Task<RatingTicket?> TicketAsync(Actor actor, string id, CancellationToken cancel = default);

    /// <summary>The office tells what it found and did.</summary>
    Task<RatingTicket> AnswerAsync(Actor actor, string id, string answer, CancellationToken cancel = default);

    /// <summary>The supervisor, having checked, closes the follow-up: the applicant may then rate again. A rating that was a mistake or malicious is not counted.</summary>
    /// <param name="outcome">A code of <see cref="TicketOutcomes"/>.</param>
    Task<RatingTicket> CloseAsync(Actor actor, string id, string outcome, string conclusion, CancellationToken cancel = default);

    /// <summary>Numbers of ratings made from <paramref name="from"/> to <paramref name="to"/>, both whole days, for everybody to read.</summary>
    Task<SatisfactionSummary> SummaryAsync(DateOnly from, DateOnly to, CancellationToken cancel = default);
}

/// <param name="Reasons">Codes of <see cref="RatingReasons"/> that fit the level.</param>
/// <param name="Anonymous">True: the rated office learns neither case nor applicant.</param>
public sealed record NewRating(SatisfactionLevel Level, ImmutableArray<string> Reasons, string Comment, bool Anonymous);

/// <summary>The reasons to choose from, in fixed words, so that they can be counted.</summary>
public static class RatingReasons
{
    public static readonly IReadOnlyList<string> Good = ["clear", "fast", "friendly", "few-papers", "one-visit", "easy-online"];

    public static readonly IReadOnlyList<string> Bad = ["not-told-once", "late", "unfriendly", "extra-papers", "many-visits", "hard-online", "charged", "intermediary", "other"];

    public static IReadOnlyList<string> Of(SatisfactionLevel level) => IsBad(level) ? Bad : Good;

    public static bool IsBad(SatisfactionLevel level) => level <= SatisfactionLevel.Dissatisfied;
}

/// <param name="Mine">Ratings of this case, oldest first.</param>
/// <param name="MayRate">True when a rating would be taken now: there is a result, and it was not rated, or a bad rating was followed up and closed.</param>
/// <param name="Conclusion">What came of the last bad rating; null while nothing has.</param>
public sealed record RatingForm(string CaseId, string Number, LocalText MatterTitle, LocalText Office, IReadOnlyList<Rating> Mine, bool MayRate, string? Conclusion);

/// <param name="Round">1; 2 when the applicant was asked again.</param>
public sealed record Rating(string Id, string CaseId, int Round, SatisfactionLevel Level, ImmutableArray<string> Reasons, string Comment, bool Anonymous, string Channel, DateTimeOffset At, string MatterKey, string OrganisationId);

public enum TicketState
{
    Open,
    Answered,
    Closed,
}

/// <summary>How a follow-up can end.</summary>
public static class TicketOutcomes
{
    /// <summary>已整改, 已解释, 误评或恶意评价不予采纳.</summary>
    public static readonly IReadOnlyList<string> All = ["improved", "explained", "unfounded"];

    public const string Unfounded = "unfounded";
}

/// <param name="CaseId">Null for those from whom the rater is hidden.</param>
/// <param name="AskedAgain">Level of the applicant's second rating; null while he has given none.</param>
/// <param name="MayAnswer">True when the reader may answer it now.</param>
/// <param name="MayClose">True when the reader may close it now.</param>
public sealed record RatingTicket(
    string Id, TicketState State, string OrganisationId, LocalText Office, LocalText MatterTitle, SatisfactionLevel Level, ImmutableArray<string> Reasons, string Comment, bool Anonymous, int Round,
    string? CaseId, string? CaseNumber, DateTimeOffset OpenedAt, DateOnly Due, bool Provisional, string? Answer, DateTimeOffset? AnsweredAt, string? Outcome, string? Conclusion, DateTimeOffset? ClosedAt,
    SatisfactionLevel? AskedAgain, bool MayAnswer, bool MayClose);

/// <param name="Offices">By office, the most satisfied first; an office with fewer than <see cref="SatisfactionSummary.Fewest"/> ratings shows none, so that nobody is recognised.</param>
/// <param name="Reasons">Reasons of bad ratings and how often.</param>
/// <param name="BadClosed">Of the bad ratings those whose follow-up is closed; <paramref name="BadInTime"/> those that were answered by their due.</param>
public sealed record SatisfactionSummary(DateOnly From, DateOnly To, LevelCounts All, IReadOnlyList<OfficeSatisfaction> Offices, IReadOnlyList<ReasonCount> Reasons, int Bad, int BadClosed, int BadInTime, int AskedAgain, int Unfounded)
{
    /// <summary>Fewer ratings of an office than this are not published.</summary>
    public const int Fewest = 3;
}

/// <param name="Reason">A code of <see cref="RatingReasons"/>.</param>
public sealed record ReasonCount(string Reason, int Count);

/// <param name="Counts">Null where there are too few to publish.</param>
public sealed record OfficeSatisfaction(string OrganisationId, LocalText Name, LevelCounts? Counts);

/// <summary>Ratings by level, without those that were not adopted.</summary>
public sealed record LevelCounts(int VerySatisfied, int Satisfied, int BasicallySatisfied, int Dissatisfied, int VeryDissatisfied)
{
    public int All => VerySatisfied + Satisfied + BasicallySatisfied + Dissatisfied + VeryDissatisfied;

    /// <summary>Share of the three good levels, in per cent; null without ratings.</summary>
    public decimal? Rate => All == 0 ? null : Math.Round((VerySatisfied + Satisfied + BasicallySatisfied) * 100m / All, 1);
}
