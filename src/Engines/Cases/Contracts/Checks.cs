using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>即申即得: a named check of an item. When the item opens, the engine asks all its checks at once; if every one is passed the item is agreed on the spot,
/// with the answers as its recorded reasons, else it waits for a clerk, who sees what failed.</summary>
/// <param name="Key">Unique within the item.</param>
/// <param name="Holds">Expression over the case that must be true; null when a port answers.</param>
/// <param name="Port">Name of the <see cref="ICaseChecks"/> that answers; null for an expression.</param>
/// <param name="Otherwise">Why the check failed, for an expression; a port says it itself.</param>
public sealed record CheckRule(string Key, LocalText Title, string? Holds, string? Port, LocalText? Otherwise);

/// <summary>Answers checks that no expression can: whether a name is free, whether an address is filed. Scenarios register any number; an item's check names one by "port:".
/// Answers are taken before the decision, and written into the case with it; so they must not change anything themselves.</summary>
public interface ICaseChecks
{
    /// <summary>The name by which packs ask: "name-is-free".</summary>
    string Name { get; }

    /// <summary>Answers, in time that an applicant waits for. What cannot be answered now is <see cref="CheckOutcome.Unavailable"/>: the clerk then looks.</summary>
    Task<CheckAnswer> AnswerAsync(CheckQuestion question, CancellationToken cancel = default);
}

public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>Nobody could answer (a register did not reply); never counted as passed.</summary>
    Unavailable,
}

/// <param name="Because">The finding in plain Chinese, shown to the applicant and the clerk: "与"右江壮锦商贸有限公司"近似". Empty when nothing needs saying.</param>
public sealed record CheckAnswer(CheckOutcome Outcome, string Because)
{
    public static CheckAnswer Passed(string because = "") => new(CheckOutcome.Passed, because);

    public static CheckAnswer Failed(string because) => new(CheckOutcome.Failed, because);

    public static CheckAnswer Unavailable(string because) => new(CheckOutcome.Unavailable, because);
}

/// <summary>What a port is asked: the check, and the case as it stands at this moment of the decision.</summary>
public sealed record CheckQuestion(
    string Item,
    string Check,
    string Port,
    string CaseId,
    string MatterKey,
    Party Applicant,
    string HomeOrganisationId,
    string? SubjectKey,
    ImmutableSortedDictionary<string, string> Form,
    ImmutableSortedDictionary<string, MaterialState> Materials,
    DateTimeOffset At);

/// <summary>The answers to an item's checks in its present round.</summary>
public sealed record ChecksState(string Item, int Round, DateTimeOffset At, ImmutableArray<CheckedPoint> Points)
{
    public bool ArePassed => Points.All(p => p.Outcome == CheckOutcome.Passed);
}

/// <param name="Title">The check's title as the matter had it, in Chinese.</param>
public sealed record CheckedPoint(string Key, string Title, CheckOutcome Outcome, string Because);

/// <summary>The engine has asked an item's checks.</summary>
public sealed record ChecksAnswered(string Item, int Round, ImmutableArray<CheckedPoint> Points) : CaseEvent;

/// <summary>All checks of an item were passed: the engine agreed at once.</summary>
/// <param name="Reason">The checks with their answers, in one sentence.</param>
public sealed record ItemPassed(string Item, string Reason) : CaseEvent;
