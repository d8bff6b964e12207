using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Operating;

/// <summary>How the log has grown from day to day, from its checkpoints; kept for a minute, for the page is public.</summary>
internal sealed class LogGrowth(IDatabase database, TimeProvider time)
{
    private const int Days = 30;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private (DateTimeOffset At, StatusPage.StatusView View)? _last;

    public async Task<StatusPage.StatusView> ReadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (_last is { } last && now - last.At < Kept && now >= last.At)
        {
            return last.View;
        }
        var today = ChinaTime.ChinaDate(now);
        var view = await database.ReadAsync(
            async session =>
            {
                var state = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
                var national = await LogState.LoadAsync(session, LogState.NationalLog);
                var growth = new List<(DateOnly Day, long Entries)>();
                var end = state.Size;
                for (var day = today; day > today.AddDays(-Days); day = day.AddDays(-1))
                {
                    var begin = ChinaTime.At(day, default).ToMicros();
                    var before = await session.QueryAsync("select size from evidence_checkpoint where at < $1 and size <= $2 order by size desc limit 1", r => r.GetInt64(0), begin, end);
                    var start = before.Count == 0 ? 0 : before[0];
                    growth.Insert(0, (day, end - start));
                    end = start;
                }
                return new StatusPage.StatusView(state.Origin, state.Size, state.At, national?.Size, national?.At, growth);
            },
            cancel);
        _last = (now, view);
        return view;
    }
}
