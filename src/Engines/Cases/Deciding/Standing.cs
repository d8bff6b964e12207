using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Hearing, test and expert time stand outside the limits (行政许可法 第四十五条); the head may extend a limit once, with a reason (第四十二条).</summary>
internal static class Standing
{
    public static readonly string[] Reasons = ["hearing", "test", "expert"];

    public static void Suspend(Deliberation d, Suspend command)
    {
        d.Demand(d.State.Phase == CasePhase.Reviewing, "", "cases.fault.not-under-review");
        d.Demand(d.State.Suspended is null, "", "cases.fault.suspended");
        d.Demand(Reasons.Contains(command.Why), "why", "cases.fault.unknown-suspension");
        if (d.DemandText(command.Reason, "reason") && !d.IsRefused)
        {
            d.Happen(new Suspended(command.Why, command.Reason));
        }
    }

    public static void Resume(Deliberation d)
    {
        if (d.Demand(d.State.Suspended is not null, "", "cases.fault.not-suspended"))
        {
            d.Happen(new Resumed());
        }
    }

    public static void Extend(Deliberation d, ExtendClock command)
    {
        if (d.State.Clocks.GetValueOrDefault(command.Clock) is not { } clock || d.Matter.RuleOf(clock).Extension is not { } rule)
        {
            d.Refuse("clock", "cases.fault.not-extensible");
            return;
        }
        d.Demand(clock is { IsRunning: true, Expired: false }, "clock", "cases.fault.clock-over");
        d.Demand(clock.Extensions.Length < rule.Times, "clock", "cases.fault.extended-already", Deliberation.Text(rule.Times));
        d.Demand(command.Days >= 1 && command.Days <= rule.Max.Length, "days", "cases.fault.extension-length", Deliberation.Text(rule.Max.Length));
        if (d.DemandText(command.Reason, "reason") && !d.IsRefused)
        {
            d.Happen(new ClockExtended(command.Clock, new Limit(command.Days, rule.Max.Basis), command.Reason));
        }
    }
}
