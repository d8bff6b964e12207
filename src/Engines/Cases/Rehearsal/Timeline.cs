using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Rehearsal;

/// <summary>A golden timeline as it was read.</summary>
/// <param name="Missing">Functions that no organisation does in this story.</param>
/// <param name="Checks">What ports answer, by check; a step may say another answer from there on.</param>
internal sealed record Timeline(
    string Title,
    string Matter,
    IReadOnlyDictionary<string, string> Parameters,
    ImmutableSortedDictionary<string, string> Form,
    ImmutableSortedDictionary<string, MaterialState> Materials,
    IReadOnlySet<string> Missing,
    IReadOnlyDictionary<string, CheckAnswer> Checks,
    IReadOnlyList<TimelineStep> Steps);

/// <param name="Place">Where it stands, for messages.</param>
/// <param name="Commands">What is sent; none when time only passes.</param>
/// <param name="Fault">Code of the fault with which the last command must be refused; null when it must be taken.</param>
internal sealed record TimelineStep(PackNode Place, DateTimeOffset At, string Actor, IReadOnlyList<Func<CaseState?, CaseCommand>> Commands, string? Fault, Expectation Expect, IReadOnlyDictionary<string, CheckAnswer> Checks);

/// <summary>What the case must have become; null and empty parts are not looked at.</summary>
/// <param name="Events">Types that must have happened in this step, in this order, perhaps with others between.</param>
/// <param name="Not">Types that must not have happened in this step.</param>
/// <param name="Due">By clock: a date, "paused", or "none" for a clock that must not be there.</param>
/// <param name="Meetings">By meeting ("m1": called 2, convened, resolved, unresolved) or by office in one ("m1/fire": summoned, received, reported, absent, liable, promised, kept, broken).</param>
/// <param name="Explains">By clock: codes of lines that must be among its derivation, with their values behind a space.</param>
/// <param name="Decides">By "table.result" what a decision table says of the form, and by "table" the lines of its file that decided.</param>
/// <param name="Fee">Yuan.</param>
internal sealed record Expectation(
    string? Phase,
    IReadOnlyDictionary<string, string> Items,
    IReadOnlyDictionary<string, string> Rounds,
    IReadOnlyDictionary<string, string> Tiers,
    IReadOnlyDictionary<string, string> Lights,
    IReadOnlyDictionary<string, string> Due,
    IReadOnlyDictionary<string, string> Left,
    IReadOnlyList<string> Provisional,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Explains,
    IReadOnlyDictionary<string, string> Reasons,
    IReadOnlyDictionary<string, string> Form,
    IReadOnlyList<string> Events,
    IReadOnlyList<string> Not,
    IReadOnlyList<string> Can,
    IReadOnlyList<string> Cannot,
    string? Next,
    IReadOnlyDictionary<string, string> Early,
    IReadOnlyDictionary<string, string> Exempted,
    IReadOnlyDictionary<string, string> Meetings,
    IReadOnlyDictionary<string, string> Checks,
    IReadOnlyDictionary<string, string> Decides,
    string? Fee);
