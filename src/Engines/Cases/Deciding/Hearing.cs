using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>听证: a step of its own. From the call to the minutes the clocks that "hearing" pauses stand still (行政许可法 第四十五条).</summary>
internal static class Hearing
{
    /// <summary>The parties are told this many days ahead (行政许可法 第四十八条).</summary>
    public const int NoticeDays = 7;

    public static void Call(Deliberation d, CallHearing command)
    {
        if (!Reviewing.Answerable(d, command.Item, ItemTask.Hearing))
        {
            return;
        }
        d.Demand(command.HeldAt.ChinaDate().DayNumber - d.Now.ChinaDate().DayNumber >= NoticeDays, "day", "cases.fault.hearing-too-soon", Deliberation.Text(NoticeDays));
        d.Demand(!string.IsNullOrWhiteSpace(command.Place), "place", "cases.fault.place-required");
        if (!d.IsRefused)
        {
            d.Happen(new HearingCalled(command.Item, command.HeldAt, command.Place.Trim()));
        }
    }

    public static void Record(Deliberation d, RecordHearing command)
    {
        if (!Reviewing.Answerable(d, command.Item, ItemTask.Hearing))
        {
            return;
        }
        if (d.State.Hearings.GetValueOrDefault(command.Item) is not { MinutesAt: null } hearing)
        {
            d.Refuse("", "cases.fault.hearing-not-called");
            return;
        }
        d.Demand(d.Now >= hearing.HeldAt, "", "cases.fault.hearing-not-yet", Deliberation.Text(hearing.HeldAt));
        if (d.DemandText(command.Minutes, "text") && !d.IsRefused)
        {
            d.Happen(new HearingHeld(command.Item, command.Minutes.Trim()));
            d.Happen(new ItemAgreed(command.Item, null));
        }
    }
}
