using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Contracts;

/// <summary>Port: who has a department mend what a run found (数据质量整改). Answered by the host with the Cases engine.</summary>
public interface IMendingCases
{
    /// <summary>Prepares the case and returns the id of its draft; null when no matter runs for it or knows the provider. Asked again for the same order it goes on with the same draft.</summary>
    Task<string?> PrepareAsync(MendingOrder order, CancellationToken cancel = default);

    /// <summary>Opens the prepared case and returns its id. Twice with one draft gives the same case.</summary>
    Task<string> OpenAsync(MendingOrder order, string draftId, CancellationToken cancel = default);

    /// <summary>Where the case stands; null when there is none of this id.</summary>
    Task<MendingProgress?> ProgressAsync(string caseId, CancellationToken cancel = default);

    /// <summary>Tells what the next version measured: it passed, or the work goes back to the department.</summary>
    /// <param name="words">The numbers, in a sentence that the department reads.</param>
    Task RecheckedAsync(string caseId, bool passed, string words, CancellationToken cancel = default);

    /// <summary>Takes the order back, because the data pass by themselves.</summary>
    Task TakeBackAsync(string caseId, string words, CancellationToken cancel = default);
}

public enum MendingStage
{
    /// <summary>With the department.</summary>
    Mending,

    /// <summary>The department says that it is done; the next version will be measured.</summary>
    Recheck,

    /// <summary>Passed, taken back, or ended by hand.</summary>
    Ended,
}

/// <param name="Round">1 at first; grows each time that the work goes back.</param>
/// <param name="Number">The number of the case that people use.</param>
public sealed record MendingProgress(MendingStage Stage, int Round, string Number);

/// <summary>What a department has to mend: one dimension of one resource.</summary>
/// <param name="Id">Id of the order; the same for ever.</param>
/// <param name="Dimension">Key of the dimension: "validity".</param>
/// <param name="DimensionTitle">The dimension as people read it.</param>
/// <param name="Rows">Rows that were checked.</param>
/// <param name="Failed">Judgements that failed, over all rules of the dimension that break their bound.</param>
/// <param name="Lines">One sentence a rule: what it asks, how many rows break it, what share that is, what is allowed.</param>
/// <param name="Samples">Keys of some failed rows, masked.</param>
public sealed record MendingOrder(
    string Id,
    string Resource,
    LocalText Title,
    int Version,
    string ProviderId,
    string Dimension,
    LocalText DimensionTitle,
    long Rows,
    long Failed,
    ImmutableArray<string> Lines,
    ImmutableArray<string> Samples);

/// <summary>Runs of quality rules, for those who do not want to wait for the platform's own turn.</summary>
public interface IQualityRuns
{
    /// <summary>Runs the newest rules over the newest data of the resource, unless that was done today, opens orders for what is broken and rechecks what departments have mended.</summary>
    Task RunAsync(string resource, CancellationToken cancel = default);

    /// <summary>Publishes a rule set; see the page /quality/{resource}.</summary>
    /// <exception cref="Kernel.Faults.InvalidInputException">The text is no rule set of this resource; the fault names line and remedy.</exception>
    /// <exception cref="Kernel.Faults.DeniedException">The resource is another department's.</exception>
    Task PublishRulesAsync(Security.Contracts.Actor actor, string resource, string text, CancellationToken cancel = default);
}

/// <summary>Orders to mend, as others may ask for them.</summary>
public interface IQualityOrders
{
    /// <summary>Orders of the resource, the open ones first, then the newest.</summary>
    Task<IReadOnlyList<OrderStanding>> OfAsync(string resource, CancellationToken cancel = default);
}

/// <param name="CaseId">The case; null where no matter runs for it.</param>
/// <param name="Passed">How it ended: by data that pass, or otherwise; null while it is open.</param>
public sealed record OrderStanding(string Id, string Resource, string Dimension, MendingStage Stage, string? CaseId, DateOnly Due, bool? Passed);
