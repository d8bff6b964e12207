namespace Zhuangjin.Kernel.Time;

/// <summary>The civil time of the People's Republic: UTC+8 all year, no daylight saving. Deadlines are dates of this clock.</summary>
public static class ChinaTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset ToChina(this DateTimeOffset instant) => instant.ToOffset(Offset);

    public static DateOnly ChinaDate(this DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    public static DateTimeOffset At(DateOnly date, TimeOnly time) => new(date.ToDateTime(time), Offset);

    /// <summary>The first instant after <paramref name="date"/>: a deadline "by the date" is missed from here on.</summary>
    public static DateTimeOffset EndOf(DateOnly date) => At(date.AddDays(1), TimeOnly.MinValue);

    /// <summary>Microseconds since 1970 UTC: how instants are stored, alike and sortable in every dialect.</summary>
    public static long ToMicros(this DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    public static DateTimeOffset FromMicros(long micros) => new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + (micros * 10), TimeSpan.Zero).ToOffset(Offset);
}
