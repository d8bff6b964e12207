using System.Collections.Immutable;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Running;

/// <summary>Where the service meets the pure core: it hands in the instant, the calendar and the tree of offices, and takes events out.</summary>
internal sealed class CaseLogic(IOrganisations organisations, CheckPorts ports, IWorkCalendars calendars, TimeProvider time)
{
    /// <summary>Decides a command and applies what follows from it.</summary>
    /// <exception cref="InvalidInputException">The command does not fit the case; each fault at its field.</exception>
    public async Task<(CaseState State, ImmutableArray<RecordedEvent> Events)> DecideAsync(
        CompiledMatter matter, CaseState? state, CaseCommand command, Actor actor, string actingFor, DateTimeOffset now, WorkCalendar calendar, CompiledMatter? target, CancellationToken cancel)
    {
        var home = state?.HomeOrganisationId ?? ((Submit)command).HomeOrganisationId;
        // A table of decisions names an office by the key of a choice, which has '_' where functions may have '-'.
        var context = new DecisionContext(actor, now, calendar, function => organisations.Resolve(function, home) ?? organisations.Resolve(function.Replace('_', '-'), home)) { Target = target };
        var decision = Decider.Decide(matter, state, command, context);
        while (!decision.Asks.IsEmpty)
        {
            // The decision is pure: what it must know from outside is fetched here, and it is made anew.
            context = context with { Answers = await ports.AnswerAsync(context.Answers, decision.Asks, cancel) };
            decision = Decider.Decide(matter, state, command, context);
        }
        if (decision.IsRefused)
        {
            throw decision.Faults.FirstOrDefault(Refusals.IsConflict) is { } lost ? new ConflictException(lost.Code, lost.Args) : new InvalidInputException(decision.Faults);
        }
        var id = state?.Id ?? ((Submit)command).CaseId;
        var events = ImmutableArray.CreateBuilder<RecordedEvent>(decision.Events.Length);
        foreach (var happened in decision.Events)
        {
            var recorded = new RecordedEvent(id, (state?.Version ?? 0) + 1, now, actor.PersonId, actingFor, happened, actor.For?.PersonId);
            state = Applier.Apply(state, recorded);
            events.Add(recorded);
        }
        return (state!, events.DrainToImmutable());
    }

    public CaseState Replay(IEnumerable<RecordedEvent> events) => Applier.Replay(events);

    public ClockView View(ClockState clock, Matter matter, DateTimeOffset now) => Clockwork.View(clock, CaseClocks.RuleOf(matter, clock), calendars.Current, now);

    public DueLine NextStep(CompiledMatter matter, CaseState state, DateTimeOffset now) => Deciding.NextStep.For(matter, state, calendars.Current, now);

    /// <summary>What is wrong with an application that shall be submitted now.</summary>
    public IReadOnlyList<Fault> Check(CompiledMatter matter, IReadOnlyDictionary<string, string> form, IReadOnlyDictionary<string, MaterialState> materials) =>
        FormCheck.Check(matter, form, materials, forSubmission: true, time.GetUtcNow().ChinaDate());

    /// <summary>The form as it would be submitted: computed fields filled in.</summary>
    public static ImmutableSortedDictionary<string, string> Complete(CompiledMatter matter, IReadOnlyDictionary<string, string> form) =>
        matter.Complete(form).ToImmutableSortedDictionary(StringComparer.Ordinal);
}
