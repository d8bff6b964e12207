using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Notices.Delivering;

/// <summary>The way by which something leaves the house.</summary>
internal enum Channel
{
    /// <summary>E-mail over SMTP, gathered by person.</summary>
    Mail,

    /// <summary>Short message by a bureau's gateway.</summary>
    ShortMessage,

    /// <summary>A signed post to a program.</summary>
    Webhook,

    /// <summary>A signed post to another system whose answer counts.</summary>
    Post,
}

internal enum DeliveryState
{
    Waiting,

    /// <summary>Taken by the other side.</summary>
    Done,

    /// <summary>Tried to the end in vain: it waits for somebody to try it again or to give it up.</summary>
    Dead,

    /// <summary>Given up by a person.</summary>
    Dropped,
}

/// <param name="Target">Person, or subscription.</param>
/// <param name="Message">What is delivered: a message's id, or the log entry's.</param>
/// <param name="Body">What is posted; empty for mails, which are written when they leave.</param>
internal sealed record Delivery(string Id, Channel Channel, string Target, string Message, string Body, DateTimeOffset CreatedAt, DateTimeOffset DueAt, long Attempts = 0, DeliveryState State = DeliveryState.Waiting, string? Error = null, DateTimeOffset? EndedAt = null);

/// <summary>Statements on the outbox.</summary>
internal static class DeliveryTable
{
    private const string Columns = "id, channel, target, message, body, created_at, due_at, attempts, state, error, ended_at";

    public static ValueTask<int> InsertAsync(ISession session, Delivery d) => session.ExecuteAsync(
        "insert into notices_delivery (id, channel, target, message, body, created_at, due_at, attempts, state) values ($1, $2, $3, $4, $5, $6, $7, 0, 0) on conflict (channel, target, message) do nothing",
        d.Id, (int)d.Channel, d.Target, d.Message, d.Body, d.CreatedAt.ToMicros(), d.DueAt.ToMicros());

    public static ValueTask<List<Delivery>> DueAsync(ISession session, DateTimeOffset now, int most) =>
        session.QueryAsync($"select {Columns} from notices_delivery where state = 0 and due_at <= $1 order by due_at, id limit {most}", Read, now.ToMicros());

    /// <summary>All mails that wait for a person: when one of them leaves, the others go with it.</summary>
    public static ValueTask<List<Delivery>> MailsOfAsync(ISession session, string person) =>
        session.QueryAsync($"select {Columns} from notices_delivery where state = 0 and channel = 0 and target = $1 order by created_at, id limit 200", Read, person);

    public static ValueTask<DateTimeOffset?> NextDueAsync(ISession session) =>
        session.FirstAsync<DateTimeOffset?>("select due_at from notices_delivery where state = 0 order by due_at, id limit 1", r => ChinaTime.FromMicros(r.GetInt64(0)));

    public static ValueTask<int> UpdateAsync(ISession session, Delivery d) => session.ExecuteAsync(
        "update notices_delivery set due_at = $2, attempts = $3, state = $4, error = $5, ended_at = $6 where id = $1 and state = 0",
        d.Id, d.DueAt.ToMicros(), d.Attempts, (int)d.State, d.Error, d.EndedAt?.ToMicros());

    /// <summary>Keeps what waits for the same receiver behind a delivery that was not taken.</summary>
    public static ValueTask<int> HoldBackAsync(ISession session, Delivery failed) => session.ExecuteAsync(
        "update notices_delivery set due_at = $3 where channel = $1 and target = $2 and state = 0 and due_at < $3",
        (int)failed.Channel, failed.Target, failed.DueAt.ToMicros());

    public static ValueTask<Delivery?> PostAsync(ISession session, string receiver, string key) =>
        session.FirstAsync($"select {Columns} from notices_delivery where channel = 3 and target = $1 and message = $2", Read, receiver, key);

    /// <summary>A post falls due now; one that was dead begins anew.</summary>
    public static ValueTask<int> HurryAsync(ISession session, string receiver, string key, DateTimeOffset now) => session.ExecuteAsync(
        "update notices_delivery set due_at = $3, attempts = case when state = 2 then 0 else attempts end, state = 0, ended_at = null where channel = 3 and target = $1 and message = $2 and state in (0, 2)",
        receiver, key, now.ToMicros());

    public static ValueTask<List<Delivery>> DeadAsync(ISession session, int most) =>
        session.QueryAsync($"select {Columns} from notices_delivery where state = 2 order by ended_at desc, id desc limit {most}", Read);

    /// <summary>Waiting, by channel, and the latest trouble of those that were tried in vain.</summary>
    public static ValueTask<List<(Channel Channel, long Waiting, long Tried)>> WaitingAsync(ISession session) => session.QueryAsync(
        "select channel, count(*), cast(coalesce(sum(case when attempts > 0 then 1 else 0 end), 0) as bigint) from notices_delivery where state = 0 group by channel order by channel",
        r => ((Channel)r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)));

    /// <summary>Somebody decided on a dead delivery: it is tried again from the beginning, or given up.</summary>
    public static ValueTask<int> DecideAsync(ISession session, string id, bool again, DateTimeOffset now) => again
        ? session.ExecuteAsync("update notices_delivery set state = 0, attempts = 0, due_at = $2, ended_at = null where id = $1 and state = 2", id, now.ToMicros())
        : session.ExecuteAsync("update notices_delivery set state = 3, ended_at = $2 where id = $1 and state = 2", id, now.ToMicros());

    private static Delivery Read(System.Data.Common.DbDataReader r) => new(
        r.GetString(0), (Channel)r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), ChinaTime.FromMicros(r.GetInt64(5)), ChinaTime.FromMicros(r.GetInt64(6)),
        r.GetInt64(7), (DeliveryState)r.GetInt64(8), r.IsDBNull(9) ? null : r.GetString(9), r.IsDBNull(10) ? null : ChinaTime.FromMicros(r.GetInt64(10)));
}
