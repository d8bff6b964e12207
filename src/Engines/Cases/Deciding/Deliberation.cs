using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>One decision in the making: the state as it becomes event by event, what has happened so far, and what is wrong.
/// Local to one call of <see cref="Decider.Decide"/>, which is pure seen from outside.</summary>
internal sealed class Deliberation(CompiledMatter matter, CaseState? state, string caseId, DecisionContext context)
{
    private readonly ImmutableArray<CaseEvent>.Builder _events = ImmutableArray.CreateBuilder<CaseEvent>();
    private readonly List<Fault> _faults = [];
    private CaseState? _state = state;
    private ImmutableArray<CheckQuestion> _asks = [];

    public CompiledMatter Matter { get; private set; } = matter;

    public DecisionContext Context => context;

    public DateTimeOffset Now => context.Now;

    public string ActorId => context.Actor.PersonId;

    public CaseState State => _state ?? throw new InvalidOperationException("The case has not begun.");

    /// <summary>In whose name work is held: a substitute takes it for the colleague, to whom it belongs when he is back.</summary>
    public string HolderId => context.Actor.For?.PersonId ?? ActorId;

    /// <summary>True when somebody else has taken the item.</summary>
    public bool IsAnothers(ItemState item) => item.HolderId is { } holder && holder != ActorId && holder != HolderId;

    public bool IsRefused => _faults.Count > 0;

    /// <summary>True when ports must be asked before anything more can be said.</summary>
    public bool IsAsking => !_asks.IsEmpty;

    public bool HasEnded => State.EndedAt is not null;

    public void Happen(CaseEvent happened)
    {
        _events.Add(happened);
        _state = Applier.Apply(_state, new(caseId, (_state?.Version ?? 0) + 1, context.Now, ActorId, "", happened));
    }

    public void Ask(IEnumerable<CheckQuestion> questions) => _asks = [.. questions];

    /// <summary>From here on the rules of another version hold.</summary>
    public void Move(CompiledMatter to) => Matter = to;

    public void Refuse(string field, string code, params string[] args) => _faults.Add(new(field, code, args));

    public void Refuse(IEnumerable<Fault> faults) => _faults.AddRange(faults);

    /// <summary>Refuses unless it holds; says whether it holds.</summary>
    public bool Demand(bool holds, string field, string code, params string[] args)
    {
        if (!holds)
        {
            Refuse(field, code, args);
        }
        return holds;
    }

    public bool DemandText(string? text, string field) =>
        Demand(!string.IsNullOrWhiteSpace(text), field, "cases.fault.reason-required") && Demand(text!.Length <= 2000, field, "cases.fault.too-long", "2000", Text(text.Length));

    public static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public Decision End() => IsRefused ? new([], _faults) : IsAsking ? new([], []) { Asks = _asks } : new(_events.ToImmutable(), []);
}
