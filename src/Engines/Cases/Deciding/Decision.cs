using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What a command leads to: events, or the faults for which it was refused (then there are no events).</summary>
internal sealed record Decision(ImmutableArray<CaseEvent> Events, IReadOnlyList<Fault> Faults)
{
    public bool IsRefused => Faults.Count > 0;

    /// <summary>What ports must answer before this can be decided; then there are no events, and one decides again with the answers.</summary>
    public ImmutableArray<CheckQuestion> Asks { get; init; } = [];
}

/// <summary>Everything from outside that a decision may rest on.</summary>
/// <param name="Office">Resolves a function ("fire-review") from the case's home; null when no organisation does it there.</param>
internal sealed record DecisionContext(Actor Actor, DateTimeOffset Now, WorkCalendar Calendar, Func<string, Organisation?> Office)
{
    /// <summary>By "{item}.{check}": what ports answered.</summary>
    public IReadOnlyDictionary<string, CheckAnswer> Answers { get; init; } = ImmutableDictionary<string, CheckAnswer>.Empty;

    /// <summary>The version that the case shall be moved to; null for all other commands.</summary>
    public CompiledMatter? Target { get; init; }
}
