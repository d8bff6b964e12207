using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>How far the cases of one matter are, stage by stage: for boards that show every project of a place.</summary>
public interface ICaseProgress
{
    /// <summary>Cases of the matter that the actor may see as an official, those with red lights first, then the newest; at most <paramref name="most"/>.</summary>
    Task<IReadOnlyList<CaseProgress>> OfMatterAsync(Actor actor, string matterKey, int most = 300, CancellationToken cancel = default);
}

/// <param name="Simulated">True while nothing that the case leads to binds (模拟审批).</param>
/// <param name="Light">The worst light of what is open.</param>
/// <param name="Late">What is overdue now, the longest first.</param>
/// <param name="OpenMeetings">Whistles and joint reviews that are not closed.</param>
/// <param name="HighestTier">The highest tier that an open whistle is at; 0 without one.</param>
public sealed record CaseProgress(
    string CaseId,
    string Number,
    string Subject,
    string HomeOrganisationId,
    CasePhase Phase,
    bool Simulated,
    DateTimeOffset SubmittedAt,
    Light Light,
    ImmutableArray<StageProgress> Stages,
    ImmutableArray<LateWork> Late,
    int OpenMeetings,
    int HighestTier,
    int Exempted);

/// <param name="Done">Holding items that have agreed or are not needed.</param>
/// <param name="All">Holding items.</param>
/// <param name="Current">True while an item of it is open or waits to be corrected.</param>
/// <param name="Light">The worst light of its open items.</param>
public sealed record StageProgress(string Key, LocalText Title, int Done, int All, bool Current, Light Light);

/// <param name="DaysOver">Days of the clock's basis, one at least.</param>
public sealed record LateWork(string Item, LocalText Title, string OrganisationId, DateOnly Due, int DaysOver, int Tier);

/// <summary>Decisions of a month that said no, for the review of refusals (不予审批件复核).</summary>
public interface IRefusals
{
    /// <summary>Refused cases and disagreements of offices within the actor's supervision, of all matters, in the days from <paramref name="from"/> to <paramref name="to"/>, newest first, at most 500.</summary>
    Task<IReadOnlyList<RefusalRow>> OfDaysAsync(Actor actor, DateOnly from, DateOnly to, CancellationToken cancel = default);
}

/// <param name="Item">The item that an office disagreed with.</param>
/// <param name="Standing">How the item stands now: a later round may have agreed.</param>
public sealed record RefusalRow(string CaseId, string Number, string MatterKey, LocalText MatterTitle, string Subject, string Item, LocalText ItemTitle, string OrganisationId, string Reason, DateTimeOffset At, ItemStatus Standing);
