namespace Zhuangjin.Kernel.Time;

/// <summary>The one clock of the process. In the demo a visitor may move it on; in service its shift is always zero.</summary>
public sealed class MovableTime(TimeProvider inner) : TimeProvider
{
    private long _shiftTicks;

    public TimeSpan Shift => TimeSpan.FromTicks(Interlocked.Read(ref _shiftTicks));

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Shift;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>How far it runs ahead of the real clock from now on: how nodes agree, whose real clocks differ a little.</summary>
    public void ShiftBy(TimeSpan shift) => Interlocked.Exchange(ref _shiftTicks, shift.Ticks);

    public void ShiftTo(DateTimeOffset now) => Interlocked.Exchange(ref _shiftTicks, (now - inner.GetUtcNow()).Ticks);
}
