using System.Data.Common;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.CityManagement.Places;

namespace Zhuangjin.Scenarios.CityManagement.Tickets;

/// <summary>Which tickets are asked for; what is null does not matter.</summary>
/// <param name="Open">True for those under way, false for those that are over.</param>
/// <param name="Most">How many at most.</param>
internal sealed record TicketQuery(
    bool? Open = null, TicketStage? State = null, string? Class = null, string? Grid = null, string? Office = null, DateTimeOffset? ReportedFrom = null, DateTimeOffset? ReportedBefore = null,
    DateTimeOffset? ClosedFrom = null, DateTimeOffset? ClosedBefore = null, int Most = 1000, int Skip = 0);

/// <summary>Statements on tickets.</summary>
internal static class TicketTable
{
    private static readonly string[] Columns =
    [
        "id", "number", "class", "division", "grid", "place", "longitude", "latitude", "urgency", "state", "office", "reported_at", "accepted_at", "handled_at", "closed_at", "changed_at",
        "on_time", "rounds", "reopened", "rating", "main", "reason", "signs", "sample", "version",
    ];

    private static readonly string All = string.Join(", ", Columns);
    private static readonly string Places = string.Join(", ", Enumerable.Range(1, Columns.Length).Select(i => $"${i}"));

    /// <summary>The rating is the reporter's and comes by itself; what was read at an earlier event overwrites nothing.</summary>
    private static readonly string Update = "on conflict (id) do update set " + string.Join(", ", Columns.Skip(1).Where(c => c != "rating").Select(c => $"{c} = excluded.{c}")) + " where city_ticket.version <= excluded.version";

    /// <summary>What a sample has no value of.</summary>
    private static readonly string[] NotOfSamples = ["main", "reason", "signs"];

    public static ValueTask PutAsync(ISession session, Ticket ticket) => session.DeferAsync($"insert into city_ticket ({All}) values ({Places}) {Update}", Values(ticket));

    public static ValueTask InsertSamplesAsync(ISession session, IReadOnlyList<Ticket> samples)
    {
        var kept = Enumerable.Range(0, Columns.Length).Where(i => !NotOfSamples.Contains(Columns[i])).ToArray();
        return session.InsertManyAsync("city_ticket", [.. kept.Select(i => Columns[i])], [.. samples.Select(s => Values(s)).Select(v => kept.Select(i => v[i]).ToArray())], "on conflict (id) do nothing", expectAll: false);
    }

    /// <summary>Returns false when it was rated before.</summary>
    public static async ValueTask<bool> RateAsync(ISession session, string id, int rating) =>
        await session.ExecuteAsync("update city_ticket set rating = $2 where id = $1 and rating is null", id, (long)rating) == 1;

    /// <param name="by">"id" or "number".</param>
    public static ValueTask<Ticket?> FindAsync(ISession session, string by, string value) => session.FirstAsync($"select {All} from city_ticket where {(by == "id" ? "id" : "number")} = $1", Read, value);

    public static ValueTask<List<Ticket>> ListAsync(ISession session, TicketQuery query)
    {
        var (where, args) = Where(query);
        args.Add((long)query.Most);
        args.Add((long)query.Skip);
        return session.QueryAsync($"select {All} from city_ticket where {where} order by reported_at desc, number desc limit ${args.Count - 1} offset ${args.Count}", Read, [.. args]);
    }

    public static async ValueTask<long> CountAsync(ISession session, TicketQuery query)
    {
        var (where, args) = Where(query);
        return await session.FirstAsync($"select count(*) from city_ticket where {where}", r => r.GetInt64(0), [.. args]);
    }

    /// <summary>How many by grid.</summary>
    public static async ValueTask<Dictionary<string, long>> ByGridAsync(ISession session, TicketQuery query)
    {
        var (where, args) = Where(query);
        return (await session.QueryAsync($"select grid, count(*) from city_ticket where {where} group by grid", r => (r.GetString(0), r.GetInt64(1)), [.. args])).ToDictionary(g => g.Item1, g => g.Item2, StringComparer.Ordinal);
    }

    private static (string Where, List<object?> Args) Where(TicketQuery query)
    {
        var parts = new List<string> { "1 = 1" };
        var args = new List<object?>();
        void Add(string column, string sign, object? value)
        {
            if (value is not null)
            {
                args.Add(value);
                parts.Add($"{column} {sign} ${args.Count}");
            }
        }
        if (query.Open is { } open)
        {
            parts.Add(open ? $"state <= {(int)TicketStage.Answering}" : $"state > {(int)TicketStage.Answering}");
        }
        Add("state", "=", query.State is { } state ? (long)state : null);
        Add("class", "=", query.Class);
        Add("grid", "=", query.Grid);
        Add("office", "=", query.Office);
        Add("reported_at", ">=", query.ReportedFrom?.ToMicros());
        Add("reported_at", "<", query.ReportedBefore?.ToMicros());
        Add("closed_at", ">=", query.ClosedFrom?.ToMicros());
        Add("closed_at", "<", query.ClosedBefore?.ToMicros());
        return (string.Join(" and ", parts), args);
    }

    private static object?[] Values(Ticket t) =>
    [
        t.Id, t.Number, t.Class, t.Division, t.Grid, t.Place, Micro(t.Spot?.Longitude), Micro(t.Spot?.Latitude), t.Urgency, (long)t.State, t.Office, t.ReportedAt.ToMicros(), t.AcceptedAt?.ToMicros(),
        t.HandledAt?.ToMicros(), t.ClosedAt?.ToMicros(), t.ChangedAt.ToMicros(), t.OnTime ? 1L : 0L, (long)t.Rounds, (long)t.Reopened, (long?)t.Rating, t.Main, t.Reason, t.Signs, t.Sample ? 1L : 0L, t.Version,
    ];

    private static Ticket Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5),
        r.IsDBNull(6) || r.IsDBNull(7) ? null : new Spot(r.GetInt64(6) / 1e6, r.GetInt64(7) / 1e6),
        r.GetString(8), (TicketStage)r.GetInt32(9), Text(r, 10), ChinaTime.FromMicros(r.GetInt64(11)), At(r, 12), At(r, 13), At(r, 14), ChinaTime.FromMicros(r.GetInt64(15)),
        r.GetInt32(16) == 1, r.GetInt32(17), r.GetInt32(18), r.IsDBNull(19) ? null : r.GetInt32(19), Text(r, 20), Text(r, 21), Text(r, 22), r.GetInt32(23) == 1, r.GetInt32(24));

    /// <summary>Degrees are kept in millionths, about a tenth of a metre: whole numbers are alike in every store.</summary>
    private static long? Micro(double? degrees) => degrees is { } value ? (long)Math.Round(value * 1e6) : null;

    private static string? Text(DbDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static DateTimeOffset? At(DbDataReader r, int column) => r.IsDBNull(column) ? null : ChinaTime.FromMicros(r.GetInt64(column));
}
