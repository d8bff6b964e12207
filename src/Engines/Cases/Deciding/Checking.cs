using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Deciding;

/// <summary>即申即得: asks the checks of an item that has just opened, and agrees at once when all are passed. Whatever failed stays with the office, and is told.</summary>
internal static class Checking
{
    /// <summary>One item's checks; false when there is nothing to ask, or when ports must be asked first.</summary>
    public static bool Answer(Deliberation d)
    {
        if (d.Matter.Matter.Items.FirstOrDefault(i => Waits(d, i)) is not { } item)
        {
            return false;
        }
        var state = d.State.Items[item.Key];
        var facts = d.Matter.Facts(d.State);
        var points = ImmutableArray.CreateBuilder<CheckedPoint>(item.Checks.Length);
        var unknown = new List<CheckQuestion>();
        foreach (var check in item.Checks)
        {
            var answer = check.Port is { } port
                ? d.Context.Answers.GetValueOrDefault(KeyOf(item.Key, check.Key)) ?? Ask(unknown, d.State, item.Key, check.Key, port, d.Now)
                : d.Matter.Holds(check.Holds, facts) ? CheckAnswer.Passed() : CheckAnswer.Failed(check.Otherwise?.ToString() ?? "");
            points.Add(new(check.Key, check.Title.ToString(), answer.Outcome, answer.Because));
        }
        if (unknown.Count > 0)
        {
            d.Ask(unknown);
            return false;
        }
        d.Happen(new ChecksAnswered(item.Key, state.Round, points.DrainToImmutable()));
        if (d.State.Checks[item.Key].ArePassed)
        {
            Pass(d, item);
        }
        return true;
    }

    public static string KeyOf(string item, string check) => $"{item}.{check}";

    private static CheckAnswer Ask(List<CheckQuestion> unknown, CaseState state, string item, string check, string port, DateTimeOffset at)
    {
        unknown.Add(new(item, check, port, state.Id, state.MatterKey, state.Applicant, state.HomeOrganisationId, state.SubjectKey, state.Form, state.Materials, at));
        return CheckAnswer.Unavailable("");
    }

    /// <summary>Open, not yet asked in this round, and nothing that the step demands is wanting.</summary>
    private static bool Waits(Deliberation d, Item item) =>
        !item.Checks.IsDefaultOrEmpty
        && d.State.Items.GetValueOrDefault(item.Key) is { Status: ItemStatus.Open } state
        && d.State.Checks.GetValueOrDefault(item.Key)?.Round != state.Round
        && d.State.Suspended is null
        && d.State.Supplement is not { ProvidedAt: null }
        && d.Matter.Holds(d.Matter.StepOf(item.Key).Requires, d.Matter.Facts(d.State));

    private static void Pass(Deliberation d, Item item)
    {
        var points = d.State.Checks[item.Key].Points;
        d.Happen(new ItemPassed(item.Key, string.Join("；", points.Select(p => p.Because.Length > 0 ? $"{p.Title}：{p.Because}" : p.Title))));
        if (item.Task == ItemTask.Acceptance)
        {
            d.Happen(new Accepted(false));
        }
    }
}
