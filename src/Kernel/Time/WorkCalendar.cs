namespace Zhuangjin.Kernel.Time;

/// <summary>Which days the administration works: weekdays, less the days off and plus the make-up days of the State Council's yearly notices.</summary>
/// <remarks>Immutable. A notice names days of the neighbouring years too (2022-12-31 stands in the notice for 2023). A year without a notice is
/// counted by plain weekdays and every date derived from it is provisional.</remarks>
public sealed class WorkCalendar
{
    private readonly HashSet<DateOnly> _off;
    private readonly HashSet<DateOnly> _work;
    private readonly HashSet<int> _years;

    public WorkCalendar(string version, IEnumerable<int> announcedYears, IEnumerable<DateOnly> off, IEnumerable<DateOnly> work)
    {
        Version = version;
        _years = [.. announcedYears];
        _off = [.. off];
        _work = [.. work];
    }

    /// <summary>Name of this state of the calendar; changes when a new notice is loaded.</summary>
    public string Version { get; }

    public IReadOnlyCollection<int> AnnouncedYears => _years;

    /// <summary>Days off that the notices name, weekends among them.</summary>
    public IReadOnlyCollection<DateOnly> OffDays => _off;

    /// <summary>Weekend days that are worked instead.</summary>
    public IReadOnlyCollection<DateOnly> MakeUpDays => _work;

    /// <summary>The notices that ship with the program (Time/cn-holidays.json).</summary>
    public static WorkCalendar Shipped { get; } = Load(OpenShipped());

    internal static Stream OpenShipped() => typeof(WorkCalendar).Assembly.GetManifestResourceStream("Zhuangjin.Kernel.Time.cn-holidays.json")!;

    /// <summary>Reads notices in the shape of cn-holidays.json: { "years": { "2022": { "off": [dates], "work": [dates] } } }.</summary>
    /// <exception cref="Faults.InvalidInputException">The file has another shape, or a date in it is wrong.</exception>
    public static WorkCalendar Load(Stream json)
    {
        var notices = HolidayNotice.Read(json);
        return Of($"cn-{notices[^1].Year}", notices);
    }

    internal static WorkCalendar Of(string version, IReadOnlyCollection<HolidayNotice> notices) =>
        new(version, notices.Select(n => n.Year), notices.SelectMany(n => n.Off), notices.SelectMany(n => n.Work));

    public bool IsAnnounced(int year) => _years.Contains(year);

    public bool IsWorkingDay(DateOnly date) =>
        _work.Contains(date) || (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_off.Contains(date));

    /// <summary>The last day of a limit that starts on <paramref name="start"/>; the start day does not count.</summary>
    /// <param name="start">The day on which the clock starts.</param>
    /// <param name="limit">Working days or calendar days; hours are refused, for they end at an instant and not on a day.</param>
    /// <param name="paused">Days on which the clock stands still. They are passed over whole, whichever the basis.</param>
    public DueDate Due(DateOnly start, Limit limit, Func<DateOnly, bool>? paused = null)
    {
        if (limit.Basis == TimeBasis.Hour)
        {
            throw new ArgumentException("A limit in hours ends at an instant; add it to the instant.", nameof(limit));
        }
        if (limit.Basis == TimeBasis.Year)
        {
            // 民法典 第二百零二条: to the same day, or the month's last where it has none. A term does not stand still.
            return new(start.AddYears(limit.Length), false);
        }
        var day = start;
        var left = limit.Length;
        var provisional = false;
        while (left > 0)
        {
            day = day.AddDays(1);
            if (paused?.Invoke(day) == true)
            {
                continue;
            }
            if (limit.Basis == TimeBasis.CalendarDay)
            {
                left--;
                continue;
            }
            provisional |= !IsAnnounced(day.Year);
            if (IsWorkingDay(day))
            {
                left--;
            }
        }
        return new(day, provisional);
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when <paramref name="to"/> is earlier.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            return -WorkingDaysBetween(to, from);
        }
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            count += IsWorkingDay(day) ? 1 : 0;
        }
        return count;
    }

    public int WorkingDaysIn(int year) => WorkingDaysBetween(new DateOnly(year, 1, 1).AddDays(-1), new DateOnly(year, 12, 31));
}

/// <summary>The last day of a limit, and whether it rests on a year whose holidays are not announced yet.</summary>
public readonly record struct DueDate(DateOnly Date, bool Provisional);
