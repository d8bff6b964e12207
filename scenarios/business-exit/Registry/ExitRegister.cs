using System.Globalization;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Scenarios.BusinessExit.Registry;

/// <summary>Who is dormant, and the complaints over misused identities: filled from what happens to the cases, asked by checks and pages.</summary>
internal sealed class ExitRegister(IDatabase database)
{
    /// <summary>Longest dormancy in all, in years (市场主体登记管理条例 第三十条).</summary>
    public const int MostYears = 3;

    public async Task<IReadOnlyList<Dormancy>> DormantOnAsync(DateOnly day, CancellationToken cancel = default) =>
        await database.ReadAsync(s => s.QueryAsync("select id, code, name, since, until, ended_on from exits_dormancy where since <= $1 and until >= $1 and ended_on is null order by since, id", Read, Text(day)), cancel);

    public async Task<IReadOnlyList<Dormancy>> OfAsync(string code, CancellationToken cancel = default) =>
        await database.ReadAsync(s => s.QueryAsync("select id, code, name, since, until, ended_on from exits_dormancy where code = $1 order by since", Read, code), cancel);

    /// <summary>The last day to which an enterprise may rest that begins on a day: three years less what it rested before.</summary>
    public async Task<DateOnly> LastDayAsync(string code, DateOnly since, CancellationToken cancel = default) =>
        LastDay(await OfAsync(code, cancel), since);

    public static DateOnly LastDay(IEnumerable<Dormancy> before, DateOnly since) =>
        since.AddYears(MostYears).AddDays(-before.Sum(d => Math.Max(0, (d.EndedOn ?? d.Until).DayNumber - d.Since.DayNumber)));

    public async Task<IReadOnlyList<Complaint>> ComplaintsAsync(CancellationToken cancel = default) =>
        await database.ReadAsync(s => s.QueryAsync("select id, received_on, closed_on, outcome from exits_complaint order by received_on desc, id desc", r => new Complaint(r.GetString(0), Day(r.GetString(1)), r.IsDBNull(2) ? null : Day(r.GetString(2)), r.IsDBNull(3) ? null : r.GetString(3))), cancel);

    public async Task BeginAsync(Dormancy dormancy, CancellationToken cancel = default) => await database.WriteAsync(
        s => s.ExecuteAsync("insert into exits_dormancy (id, code, name, since, until) values ($1, $2, $3, $4, $5) on conflict (id) do nothing", dormancy.Id, dormancy.Code, dormancy.Name, Text(dormancy.Since), Text(dormancy.Until)), cancel);

    public async Task EndAsync(string id, DateOnly day, CancellationToken cancel = default) => await database.WriteAsync(
        s => s.ExecuteAsync("update exits_dormancy set ended_on = $2 where id = $1 and ended_on is null", id, Text(day)), cancel);

    public async Task KeepAsync(IReadOnlyCollection<Complaint> complaints, CancellationToken cancel = default) => await database.WriteAsync(async s =>
    {
        foreach (var complaint in complaints)
        {
            await s.ExecuteAsync(
                "insert into exits_complaint (id, received_on, closed_on, outcome) values ($1, $2, $3, $4) on conflict (id) do update set closed_on = excluded.closed_on, outcome = excluded.outcome",
                complaint.Id, Text(complaint.ReceivedOn), complaint.ClosedOn is { } closed ? Text(closed) : null, complaint.Outcome);
        }
        return 0;
    }, cancel);

    private static Dormancy Read(System.Data.Common.DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), Day(row.GetString(3)), Day(row.GetString(4)), row.IsDBNull(5) ? null : Day(row.GetString(5)));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="Id">Id of the case that filed it.</param>
/// <param name="Code">Unified social credit code.</param>
/// <param name="Until">Last day of the filing.</param>
/// <param name="EndedOn">Day on which business was resumed; null while it rests.</param>
public sealed record Dormancy(string Id, string Code, string Name, DateOnly Since, DateOnly Until, DateOnly? EndedOn);

/// <param name="Outcome">"revoked", "rejected" or "settled"; null while it is investigated.</param>
public sealed record Complaint(string Id, DateOnly ReceivedOn, DateOnly? ClosedOn, string? Outcome);
