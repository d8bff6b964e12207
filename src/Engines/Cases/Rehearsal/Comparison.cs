using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Deciding;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Expressions;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Rehearsal;

/// <summary>Says in words where a case differs from what a timeline expects of it.</summary>
internal static class Comparison
{
    private static readonly Dictionary<Type, string> Types = typeof(CaseEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(a => a.DerivedType, a => ((string)a.TypeDiscriminator!)["cases.".Length..]);

    public static IEnumerable<string> Differences(CompiledMatter matter, CaseState state, WorkCalendar calendar, DateTimeOffset now, Expectation want, IReadOnlyList<CaseEvent> happened)
    {
        var views = state.Clocks.ToDictionary(c => c.Key, c => Clockwork.View(c.Value, matter.RuleOf(c.Value), calendar, now), StringComparer.Ordinal);
        string? View(string clock, Func<ClockView, string?> read) => views.TryGetValue(clock, out var view) ? read(view) : "none";
        var possible = CaseActions.Possible(matter, state);
        return
        [
            .. One("phase", want.Phase, Simulating.Waits(state) ? "simulated" : Word(state.Phase)),
            .. Each("item", want.Items, k => state.Items.TryGetValue(k, out var item) ? Word(item.Status) : "none"),
            .. Each("round of", want.Rounds, k => state.Items.TryGetValue(k, out var item) ? Number(item.Round) : "none"),
            .. Each("tier of", want.Tiers, k => state.Items.TryGetValue(k, out var item) ? Number(item.Tier) : "none"),
            .. Each("reason of", want.Reasons, k => k == "refusal" ? state.RefusalReason : state.Items.GetValueOrDefault(k)?.Reason),
            .. Each("light of", want.Lights, k => View(k, v => Word(v.Light))),
            .. Each("due of", want.Due, k => View(k, v => v.Due is { } due ? Clockwork.Text(due) : "paused")),
            .. Each("days left of", want.Left, k => View(k, v => v.DaysLeft is { } left ? Number(left) : "none")),
            .. Each("form", want.Form, k => state.Form.GetValueOrDefault(k, "")),
            .. want.Provisional.Where(k => !(views.TryGetValue(k, out var view) && view.Provisional)).Select(k => $"due of {k}: expected to be provisional"),
            .. want.Explains.SelectMany(e => e.Value.Where(line => !(views.TryGetValue(e.Key, out var view) && view.Explanation.Any(l => Line(l) == line)))
                .Select(line => $"derivation of {e.Key}: expected the line '{line}', found {(views.TryGetValue(e.Key, out var view) ? string.Join(" | ", view.Explanation.Select(Line)) : "no such clock")}")),
            .. Order(want.Events, [.. happened.Select(e => Types[e.GetType()])]),
            .. want.Not.Where(n => happened.Any(e => Types[e.GetType()] == n)).Select(n => $"events: {n} must not happen here"),
            .. want.Can.Where(a => !possible.Contains(a)).Select(a => $"actions: {a} should be possible; possible are {string.Join(", ", possible.Order(StringComparer.Ordinal))}"),
            .. want.Cannot.Where(possible.Contains).Select(a => $"actions: {a} should not be possible"),
            .. Each("early draft of", want.Early, k => state.Early.GetValueOrDefault(k) switch { null => "none", { Confirmed: true } => "confirmed", { Favourable: true } => "favourable", { Favourable: false } => "unfavourable", _ => "shared" }),
            .. Each("exemption of", want.Exempted, k => state.Exempted.GetValueOrDefault(k)?.Exemption ?? "none"),
            .. Each("meeting", want.Meetings, k => MeetingStand.Of(state, k)),
            .. Each("check", want.Checks, k => state.Checks.Values.SelectMany(c => c.Points).FirstOrDefault(p => p.Key == k) is { } point ? Word(point.Outcome) : "none"),
            .. Each("decision of", want.Decides, k => matter.Decided(k, state.Form)),
            .. One("fee", want.Fee, matter.FeeOf(state.Form) is { } fee ? Names.Write(fee)! : "not known"),
            .. One("next step", want.Next, NextStep.For(matter, state, calendar, now).Code),
        ];
    }

    private static IEnumerable<string> Order(IReadOnlyList<string> wanted, IReadOnlyList<string> happened)
    {
        var at = 0;
        foreach (var type in happened)
        {
            at += at < wanted.Count && wanted[at] == type ? 1 : 0;
        }
        return at == wanted.Count ? [] : [$"events: expected {wanted[at]}{(at > 0 ? " after " + wanted[at - 1] : "")}, found {string.Join(", ", happened)}"];
    }

    private static IEnumerable<string> One(string what, string? want, string found) => want is null || want == found ? [] : [$"{what}: expected {want}, found {found}"];

    private static IEnumerable<string> Each(string what, IReadOnlyDictionary<string, string> want, Func<string, string?> found) =>
        want.SelectMany(w => One($"{what} {w.Key}", w.Value, found(w.Key) ?? "nothing"));

    private static string Line(DueLine line) => string.Join(' ', [line.Code["cases.due.".Length..], .. line.Args]);

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
