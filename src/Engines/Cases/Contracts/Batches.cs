using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>The same deed on several pieces of work. Each is decided by itself: what is refused for one stops none of the others.</summary>
public interface IBatches
{
    /// <summary>Does it and keeps the results. Sent again under the same id it does nothing twice and finishes what was left.</summary>
    /// <exception cref="InvalidInputException">Nothing was chosen, more than 200 pieces, or what the deed needs is missing.</exception>
    Task<Batch> RunAsync(Actor actor, BatchOrder order, CancellationToken cancel = default);

    /// <summary>A batch that the actor has sent; null when there is none.</summary>
    Task<Batch?> FindAsync(Actor actor, string id, CancellationToken cancel = default);
}

public enum BatchDeed
{
    Receive,
    Take,
    Release,
    Assign,
    Agree,
}

/// <param name="Id">Chosen by the sender, new for each batch.</param>
/// <param name="Remark">Words to each applicant; for agreeing only.</param>
/// <param name="PersonId">Who shall do the work; for assigning only.</param>
public sealed record BatchOrder(string Id, BatchDeed Deed, IReadOnlyList<WorkKey> Work, string? Remark = null, string? PersonId = null);

public sealed record WorkKey(string CaseId, string Item);

/// <param name="FinishedAt">Null when the node stopped in the midst of it; send it again.</param>
public sealed record Batch(string Id, BatchDeed Deed, string? Remark, string? PersonId, DateTimeOffset At, DateTimeOffset? FinishedAt, IReadOnlyList<BatchResult> Results);

/// <param name="Faults">Why not; empty when it was done.</param>
public sealed record BatchResult(WorkKey Work, string Number, string Subject, LocalText ItemTitle, bool Done, IReadOnlyList<Fault> Faults);
