using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Clocks;

/// <summary>Clocks of meetings: until a called leader convenes, until the day of the meeting is over, until an office has kept its promise.</summary>
internal static class MeetingClocks
{
    public const string Whistled = "whistled";
    public const string Convened = "convened";
    public const string Committed = "committed";

    public static readonly string[] Starts = [Whistled, Convened, Committed];

    public static string EndOf(string start) => start switch { Whistled => "convened", Convened => "held", _ => "kept" };

    /// <summary>True when the rule's end is a date that people set, so that the rule has no limit of its own.</summary>
    public static bool HasOwnDate(ClockRule rule) => rule.Kind == ClockKind.Meeting && rule.From != Whistled;

    /// <summary>"m2" of "m2/office".</summary>
    public static string MeetingOf(string subject) => subject.Split('/')[0];

    /// <summary>"office" of "m2/office"; null for the meeting itself.</summary>
    public static string? OfficeOf(string subject) => subject.Split('/') is [_, var office] ? office : null;

    /// <summary>From where a clock runs so that its last day is the given one: the day it was set, or the day before when both are the same.</summary>
    public static (DateTimeOffset From, Limit Limit) Until(DateTimeOffset set, DateOnly last)
    {
        var days = last.DayNumber - set.ChinaDate().DayNumber;
        return days > 0 ? (set, new(days, TimeBasis.CalendarDay)) : (ChinaTime.At(last.AddDays(-1), TimeOnly.MinValue), new(1, TimeBasis.CalendarDay));
    }
}
