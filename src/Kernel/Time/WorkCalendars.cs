using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Kernel.Time;

/// <inheritdoc/>
internal sealed class WorkCalendars(IDatabase database, TimeProvider time) : IWorkCalendars
{
    private WorkCalendar _current = WorkCalendar.Shipped;
    private List<(int Year, string Content)> _loaded = [];

    public WorkCalendar Current => Volatile.Read(ref _current);

    public Task<WorkCalendar> LoadNoticeAsync(Stream json, CancellationToken cancel = default) => LoadNoticeAsync(json, static (_, _) => ValueTask.CompletedTask, cancel);

    public async Task<WorkCalendar> LoadNoticeAsync(Stream json, Func<ISession, string, ValueTask> alongside, CancellationToken cancel = default)
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
            await alongside(session, VersionOf(await LoadedAsync(session)));
            return notices.Count;
        }, cancel);
        await RefreshAsync(cancel);
        return Current;
    }

    public WorkCalendar With(Stream json)
    {
        var notices = HolidayNotice.Read(json);
        var years = notices.Select(n => n.Year).ToHashSet();
        var current = Volatile.Read(ref _loaded);
        return Of([.. current.Where(n => !years.Contains(n.Year)), .. notices.Select(n => (n.Year, n.ToJson()))]);
    }

    /// <summary>Takes over what this or another node has loaded. Keeps the same object while nothing changed.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        var loaded = await database.ReadAsync(LoadedAsync, cancel);
        if (VersionOf(loaded) != Current.Version)
        {
            Volatile.Write(ref _loaded, loaded);
            Volatile.Write(ref _current, Of(loaded));
        }
    }

    private static ValueTask<List<(int Year, string Content)>> LoadedAsync(ISession session) => session.QueryAsync(
        "select year, content from kernel_calendar order by year", row => (Year: row.GetInt32(0), Content: row.GetString(1)));

    private static WorkCalendar Of(List<(int Year, string Content)> loaded)
    {
        loaded = [.. loaded.OrderBy(n => n.Year)];
        var notices = HolidayNotice.Read(WorkCalendar.OpenShipped()).ToDictionary(n => n.Year);
        foreach (var (year, content) in loaded)
        {
            notices[year] = HolidayNotice.ReadYear(year, content);
        }
        return WorkCalendar.Of(VersionOf(loaded), notices.Values);
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
