using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Rehearsal;

/// <summary>Plays one timeline on the real decisions. Between two steps the sweeper comes by as in service: what has run out acts first.</summary>
internal sealed class Stage(CompiledMatter matter, WorkCalendar calendar, Timeline timeline)
{
    private const string Home = "home";

    private readonly List<string> _differences = [];
    private readonly List<RecordedEvent> _events = [];
    private readonly Dictionary<string, CheckAnswer> _answers = new(timeline.Checks, StringComparer.Ordinal);
    private CaseState? _state;

    public IReadOnlyList<string> Differences => _differences;

    public void Take(TimelineStep step)
    {
        var before = _events.Count;
        foreach (var (check, answer) in step.Checks)
        {
            _answers[check] = answer;
        }
        if (_state is { } state && Decider.IsTickDue(state, calendar, step.At))
        {
            Send(step, Actor.Clock, new Tick(), null);
        }
        var actor = new Actor(step.Actor, step.Actor, [], []);
        for (var i = 0; i < step.Commands.Count; i++)
        {
            var command = step.Commands[i](_state);
            Send(step, actor, ReferenceEquals(command, CommandReader.Submission) ? Submission() : command, i == step.Commands.Count - 1 ? step.Fault : null);
        }
        if (_state is null)
        {
            return;
        }
        if (!Texts(Applier.Replay(_events)).Equals(Texts(_state), StringComparison.Ordinal))
        {
            Differ(step, "replaying the events gives another state");
        }
        foreach (var difference in Comparison.Differences(matter, _state, calendar, step.At, step.Expect, [.. _events.Skip(before).Select(e => e.Event)]))
        {
            Differ(step, difference);
        }
    }

    private void Send(TimelineStep step, Actor actor, CaseCommand command, string? refused)
    {
        var name = command.GetType().Name;
        if ((_state is null) != (command is Submit))
        {
            Differ(step, $"{name}: {(_state is null ? "the case has not been submitted" : "the case has been submitted already")}");
            return;
        }
        var context = new DecisionContext(actor, step.At, calendar, Office);
        var decision = Decider.Decide(matter, _state, command, context);
        while (!decision.Asks.IsEmpty)
        {
            foreach (var ask in decision.Asks.Where(a => !_answers.ContainsKey(a.Check)))
            {
                Differ(step, $"the check '{ask.Check}' is asked of '{ask.Port}'; say its answer under 'checks:'");
                _answers[ask.Check] = CheckAnswer.Unavailable("");
            }
            context = context with { Answers = context.Answers.Concat(decision.Asks.Select(a => KeyValuePair.Create(Checking.KeyOf(a.Item, a.Check), _answers[a.Check]))).ToDictionary(StringComparer.Ordinal) };
            decision = Decider.Decide(matter, _state, command, context);
        }
        var codes = decision.Faults.Select(f => f.Code).ToList();
        if (refused is not null && !codes.Contains(refused))
        {
            Differ(step, $"{name}: expected to be refused with {refused}, but {(codes.Count == 0 ? "it was taken" : "the faults were " + string.Join("; ", decision.Faults))}");
        }
        if (refused is null && codes.Count > 0)
        {
            Differ(step, $"{name}: refused with {string.Join("; ", decision.Faults)}");
        }
        foreach (var happened in decision.Events)
        {
            var recorded = new RecordedEvent("case-1", (_state?.Version ?? 0) + 1, step.At, actor.PersonId, "", happened);
            _state = Applier.Apply(_state, recorded);
            _events.Add(recorded);
        }
    }

    private Submit Submission() => new(
        "case-1",
        "451000-20220816-000001",
        new("party-1", PartyKind.LegalEntity, timeline.Form.GetValueOrDefault("owner", "申请人"), timeline.Form.GetValueOrDefault("uscc", "")),
        null,
        Home,
        Home + "/",
        timeline.Form.GetValueOrDefault("project_code"),
        timeline.Form,
        timeline.Materials);

    private Organisation? Office(string function) => timeline.Missing.Contains(function)
        ? null
        : new(function, Home, $"{Home}/{function}/", OrganisationKind.Department, "451000", function, new LocalText(function));

    private void Differ(TimelineStep step, string difference) =>
        _differences.Add($"{step.Place.Position} at {step.At.ToChina():yyyy-MM-dd HH:mm}: {difference}");

    private static string Texts(CaseState state) => System.Text.Json.JsonSerializer.Serialize(state);
}
