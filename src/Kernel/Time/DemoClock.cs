using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Kernel.Time;

/// <inheritdoc/>
internal sealed class DemoClock(IDatabase database, MovableTime time) : IDemoClock
{
    public Task<bool> HasBegunAsync(CancellationToken cancel = default) =>
        database.ReadAsync(session => session.FirstAsync("select count(*) from kernel_clock where id = 1", row => row.GetInt64(0) > 0), cancel);

    public async Task BeginAtAsync(DateTimeOffset now, CancellationToken cancel = default)
    {
        var shift = Micros(ShiftFor(now));
        await database.WriteAsync(session => session.ExecuteAsync("insert into kernel_clock(id, shift_micros) values (1, $1) on conflict (id) do nothing", shift), cancel);
        await RefreshAsync(cancel);
    }

    public async Task MoveToAsync(DateTimeOffset now, CancellationToken cancel = default)
    {
        if (now < time.GetUtcNow())
        {
            throw new InvalidInputException("", "kernel.fault.clock-back");
        }
        var shift = Micros(ShiftFor(now));
        // Never back: of two visitors who move it at once, the farther one counts.
        await database.WriteAsync(session => session.ExecuteAsync(
            "insert into kernel_clock(id, shift_micros) values (1, $1) on conflict (id) do update set shift_micros = excluded.shift_micros where kernel_clock.shift_micros < excluded.shift_micros",
            shift), cancel);
        await RefreshAsync(cancel);
    }

    /// <summary>Takes over where the clock was moved to on this or another node.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        var shift = await database.ReadAsync(session => session.FirstAsync<long?>("select shift_micros from kernel_clock where id = 1", row => row.GetInt64(0)), cancel);
        if (shift is { } micros)
        {
            time.ShiftBy(TimeSpan.FromTicks(micros * 10));
        }
    }

    private TimeSpan ShiftFor(DateTimeOffset now) => now - (time.GetUtcNow() - time.Shift);

    private static long Micros(TimeSpan span) => span.Ticks / 10;
}
