using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Kernel.Time;

/// <inheritdoc/>
internal sealed class WorkCalendars(IDatabase database, TimeProvider time) : IWorkCalendars
{
    private WorkCalendar _current = WorkCalendar.Shipped;

    public WorkCalendar Current => Volatile.Read(ref _current);

    public async Task<WorkCalendar> LoadNoticeAsync(Stream json, CancellationToken cancel = default)
    {
        var notices = HolidayNotice.Read(json);
        var now = time.GetUtcNow().ToMicros();
        await database.WriteAsync(async session =>
        {
            foreach (var notice in notices)
            {
                await session.ExecuteAsync(
                    "insert into kernel_calendar(year, content, loaded_at) values ($1, $2, $3) on conflict (year) do update set content = excluded.content, loaded_at = excluded.loaded_at",
                    notice.Year, notice.ToJson(), now);
            }
            return notices.Count;
        }, cancel);
        await RefreshAsync(cancel);
        return Current;
    }

    /// <summary>Takes over what this or another node has loaded. Keeps the same object while nothing changed.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        var loaded = await database.ReadAsync(session => session.QueryAsync(
            "select year, content from kernel_calendar order by year", row => (Year: row.GetInt32(0), Content: row.GetString(1))), cancel);
        var version = VersionOf(loaded);
        if (version != Current.Version)
        {
            var notices = HolidayNotice.Read(WorkCalendar.OpenShipped()).ToDictionary(n => n.Year);
            foreach (var (year, content) in loaded)
            {
                notices[year] = HolidayNotice.ReadYear(year, content);
            }
            Volatile.Write(ref _current, WorkCalendar.Of(version, notices.Values));
        }
    }

    /// <summary>The shipped name, or the last year and a digest over all that was loaded: equal on all nodes, different after each change.</summary>
    private static string VersionOf(List<(int Year, string Content)> loaded)
    {
        if (loaded.Count == 0)
        {
            return WorkCalendar.Shipped.Version;
        }
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', loaded.Select(n => $"{n.Year} {n.Content}"))));
        return $"cn-{Math.Max(loaded[^1].Year, WorkCalendar.Shipped.AnnouncedYears.Max())}-{Convert.ToHexStringLower(digest.AsSpan(0, 4))}";
    }
}
