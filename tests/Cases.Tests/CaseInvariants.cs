using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Tests;

/// <summary>Whatever people do, in whatever order and at whatever time, these hold.</summary>
public class CaseInvariants
{
    private static readonly string[] Items = [.. AcceptancePack.Main.Matter.Items.Select(i => i.Key)];
    private static readonly ImmutableSortedDictionary<string, string> NoForm = ImmutableSortedDictionary<string, string>.Empty;
    private static readonly ImmutableSortedDictionary<string, MaterialState> NoMaterials = ImmutableSortedDictionary<string, MaterialState>.Empty;

    /// <param name="Choice">Which of the commands that are possible; a large number sends one of all commands, possible or not.</param>
    internal sealed record Move(int Hours, int Choice, int Item, int Person);

    internal static readonly Gen<Move> Moves = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 400], Gen.Int[0, 100], Gen.Int[0, 1], (hours, choice, item, person) => new Move(hours, choice, item, person));

    [Fact]
    public void No_sequence_of_commands_breaks_what_the_law_and_the_design_promise() =>
        Gen.Select(Gen.Bool, Moves.Array[1, 60]).Sample((promising, moves) =>
        {
            var now = AcceptancePack.China(2022, 8, 16);
            var state = default(CaseState);
            var events = new List<RecordedEvent>();
            state = Send(state, AcceptancePack.Submission(promising ? ["tax_proof"] : []), now, "owner", events);
            foreach (var move in moves)
            {
                now = now.AddHours(move.Hours);
                var command = Command(state, move);
                var ended = state.EndedAt is not null;
                var before = events.Count;
                state = Send(state, command, now, move.Person == 0 ? "li" : "wang", events);
                if (ended && events.Count > before)
                {
                    throw new InvalidOperationException($"{command.GetType().Name} changed an ended case.");
                }
                Check(state, events);
            }
        }, iter: 400);

    [Fact]
    public void A_sweep_acts_once_however_late_and_however_often() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 60 * 24], Moves.Array[0, 12]).Sample((promising, hours, moves) =>
        {
            var now = AcceptancePack.China(2022, 8, 16);
            var events = new List<RecordedEvent>();
            var state = Send(null, AcceptancePack.Submission(promising ? ["tax_proof"] : []), now, "owner", events);
            foreach (var move in moves)
            {
                state = Send(state, Command(state, move), now = now.AddHours(move.Hours), "li", events);
            }
            now = now.AddHours(hours);
            state = Send(state, new Tick(), now, "clock", events);

            return Decider.Decide(AcceptancePack.Main, state, new Tick(), AcceptancePack.At(now, "clock")).Events.IsEmpty && !Decider.IsTickDue(state, WorkCalendar.Shipped, now);
        }, iter: 400);

    [Fact]
    public void What_is_offered_is_taken() =>
        Moves.Array[1, 30].Sample(moves =>
        {
            var now = AcceptancePack.China(2022, 8, 16);
            var events = new List<RecordedEvent>();
            var state = Send(null, AcceptancePack.Submission("tax_proof"), now, "owner", events);
            foreach (var move in moves)
            {
                now = now.AddHours(move.Hours % 20);
                foreach (var action in CaseActions.Possible(AcceptancePack.Main, state))
                {
                    var holder = action.Split(':') is [_, var item] && state.Items.TryGetValue(item, out var known) ? known.HolderId : state.Items.GetValueOrDefault("accept")?.HolderId;
                    var faults = Decider.Decide(AcceptancePack.Main, state, Named(state, action), AcceptancePack.At(now, holder ?? "li")).Faults;
                    if (faults.Count > 0)
                    {
                        throw new InvalidOperationException($"{action} is offered in phase {state.Phase}, but refused: {string.Join("; ", faults)}");
                    }
                }
                state = Send(state, Command(state, move), now, "li", events);
            }
        }, iter: 200);

    internal static CaseState Send(CaseState? state, CaseCommand command, DateTimeOffset now, string person, List<RecordedEvent> events)
    {
        var decision = Decider.Decide(AcceptancePack.Main, state, command, AcceptancePack.At(now, person));
        var again = Decider.Decide(AcceptancePack.Main, state, command, AcceptancePack.At(now, person));
        Assert.Equal(JsonSerializer.Serialize(decision.Events), JsonSerializer.Serialize(again.Events));
        Assert.True(decision.Events.IsEmpty || decision.Faults.Count == 0);
        foreach (var happened in decision.Events)
        {
            events.Add(new("case", events.Count + 1, now, person, "", happened));
            state = Applier.Apply(state, events[^1]);
        }
        return state!;
    }

    internal static CaseCommand Command(CaseState state, Move move)
    {
        var possible = CaseActions.Possible(AcceptancePack.Main, state).Order(StringComparer.Ordinal).ToList();
        if (move.Choice % 5 == 0)
        {
            return new Tick();
        }
        // Mostly something that is possible, so that stories get on; sometimes anything at all.
        if (possible.Count > 0 && move.Choice % 5 != 1)
        {
            var wanted = possible.Where(p => !p.StartsWith("Withdraw", StringComparison.Ordinal) && !p.StartsWith("RefuseAcceptance", StringComparison.Ordinal)).ToList();
            var from = move.Choice % 37 == 0 || wanted.Count == 0 ? possible : wanted;
            return Named(state, from[move.Choice % from.Count]);
        }
        var item = Items[move.Item % Items.Length];
        CaseCommand[] any = [new Accept(), new RefuseAcceptance("理由"), Named(state, "RequestSupplement"), Named(state, "ProvideSupplement"), new ReceiveItem(item), new TakeItem(item), new ReleaseItem(item), new AgreeItem(item, null), new DisagreeItem(item, "理由"), Named(state, "ProvideCorrection:" + item), new Grant(item, null), new Refuse(item, "理由"), new AttachCertificate("c", "n"), new HandOver("window"), new Suspend("test", "理由"), new Resume(), new ExtendClock("whole", 5, "理由")];
        return any[move.Item % any.Length];
    }

    private static CaseCommand Named(CaseState state, string action)
    {
        var (name, of) = action.Split(':', 2) is [var command, var subject] ? (command, subject) : (action, "");
        return name switch
        {
            nameof(Accept) => new Accept(),
            nameof(RefuseAcceptance) => new RefuseAcceptance("理由"),
            nameof(RequestSupplement) => new RequestSupplement([new Gap("material.land_right", "缺章"), new Gap("form.contact", "全名")]),
            nameof(ProvideSupplement) => new ProvideSupplement(NoForm.Add("contact", "黄"), NoMaterials.Add("land_right", AcceptancePack.File($"land-{state.Version}"))),
            nameof(ReceiveItem) => new ReceiveItem(of),
            nameof(TakeItem) => new TakeItem(of),
            nameof(ReleaseItem) => new ReleaseItem(of),
            nameof(AgreeItem) => new AgreeItem(of, null),
            nameof(DisagreeItem) => new DisagreeItem(of, "理由"),
            nameof(ProvideCorrection) => new ProvideCorrection(of, "已改", NoForm, NoMaterials),
            nameof(FulfilPromise) => new FulfilPromise(of, AcceptancePack.File(of)),
            nameof(Suspend) => new Suspend("expert", "理由"),
            nameof(Resume) => new Resume(),
            nameof(ExtendClock) => new ExtendClock(of, 5, "理由"),
            nameof(AttachCertificate) => new AttachCertificate("c", "n"),
            nameof(HandOver) => new HandOver("window"),
            nameof(Withdraw) => new Withdraw("理由"),
            nameof(AssignItem) => new AssignItem(of, $"somebody-{state.Version}"),
            nameof(FileReview) => new FileReview(ReviewKind.Objection, "理由"),
            nameof(DecideReview) => new DecideReview(of, state.Version % 3 == 0 ? ReviewOutcome.Annulled : ReviewOutcome.Upheld, "理由"),
            nameof(ReopenCase) => new ReopenCase("理由", "依据"),
            nameof(RevokeDecision) => new RevokeDecision("理由", "依据"),
            _ => throw new ArgumentException(action, nameof(action)),
        };
    }

    private static void Check(CaseState state, List<RecordedEvent> events)
    {
        Assert.Equal(JsonSerializer.Serialize(Applier.Replay(events)), JsonSerializer.Serialize(state));
        Assert.True(events.Count(e => e.Event is SupplementRequested) <= 1);
        Assert.True(events.Count(e => e.Event is Granted or Refused or AcceptanceRefused or Withdrawn) <= 1);
        Assert.True(events.Count(e => e.Event is IssueOrdered) <= 1);
        Assert.True(events.Count(e => e.Event is CertificateAttached) <= 1);
        foreach (var item in Items)
        {
            // Between two openings an item is answered once at most.
            var answered = 0;
            foreach (var happened in events.Select(e => e.Event))
            {
                answered = happened switch
                {
                    ItemOpened opened when opened.Item == item => 0,
                    ItemAgreed e when e.Item == item => answered + 1,
                    ItemDisagreed e when e.Item == item => answered + 1,
                    ItemDeemed e when e.Item == item => answered + 1,
                    _ => answered,
                };
                Assert.True(answered <= 1, $"{item} was answered twice");
            }
        }
        if (state.OrderedAt is not null)
        {
            Assert.True(AcceptancePack.Main.AreMaterialsComplete(state), "ordered while a material is wanting");
            Assert.All(AcceptancePack.Main.Matter.Items.Where(i => i.Holds), i => Assert.True(state.Items[i.Key].Status is ItemStatus.Agreed or ItemStatus.Deemed or ItemStatus.Skipped, $"ordered while {i.Key} is {state.Items[i.Key].Status}"));
        }
        foreach (var item in AcceptancePack.Main.Matter.Items.Where(i => i.Safety))
        {
            Assert.True(state.Items.GetValueOrDefault(item.Key)?.Status != ItemStatus.Deemed, "silence was consent where safety is at stake");
        }
        foreach (var clock in state.Clocks.Values)
        {
            Assert.True(clock.Pauses.SkipLast(1).All(p => p.To is not null), "two pauses at once");
            Assert.True(clock.Pauses.All(p => p.To is null || p.To >= p.From));
            Assert.False(state.EndedAt is not null && clock.IsRunning, $"{clock.Key} runs in an ended case");
            var rule = AcceptancePack.Main.RuleOf(clock);
            if (clock.IsRunning && state.Suspended is { } why && rule.PausedBy.Contains(why))
            {
                Assert.True(clock.IsPaused, $"{clock.Key} runs while the case is suspended");
            }
        }
    }
}
