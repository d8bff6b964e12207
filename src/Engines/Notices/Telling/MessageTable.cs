using System.Globalization;
using System.Text.Json;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Contracts;

namespace Zhuangjin.Notices.Telling;

/// <summary>Statements on what people were told.</summary>
internal static class MessageTable
{
    /// <summary>How long notices of a bundle may come after each other.</summary>
    public static readonly TimeSpan BundledWithin = TimeSpan.FromMinutes(10);

    /// <summary>False when this event has told this person already.</summary>
    public static async ValueTask<bool> InsertAsync(ISession session, string id, SealedEvent happened, NewNotice notice) =>
        await session.ExecuteAsync(
            "insert into notices_message (id, person, event, at, title, body, href, urgent, bundle, bundle_index) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (event, person) do nothing",
            id, notice.PersonId, happened.EntryId, happened.At.ToMicros(), Json(notice.Title), Json(notice.Body), notice.Href, notice.Urgent ? 1 : 0, notice.Bundle?.Key, happened.Index) == 1;

    /// <summary>Counts a notice into the unread one of its bundle. False when there is none: then it stands for itself. An event that comes twice is counted once.</summary>
    public static async ValueTask<bool> JoinAsync(ISession session, SealedEvent happened, string person, Bundle bundle)
    {
        var last = await session.FirstAsync(
            "select id, at, read_at, bundled, bundle_index from notices_message where person = $1 and bundle = $2 order by at desc, id desc limit 1",
            r => new Bundled(r.GetString(0), ChinaTime.FromMicros(r.GetInt64(1)), !r.IsDBNull(2), r.GetInt64(3), r.GetInt64(4)),
            person,
            bundle.Key);
        if (last is null || last.Index >= happened.Index)
        {
            return last is not null;
        }
        if (last.IsRead || happened.At - last.At > BundledWithin)
        {
            return false;
        }
        LocalText Counted(LocalText text) => new(text.Values.Select(v => KeyValuePair.Create(v.Key, v.Value.Replace(Bundle.Count, (last.Count + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))));
        return await session.ExecuteAsync(
            "update notices_message set at = $2, title = $3, body = $4, href = $5, bundled = bundled + 1, bundle_index = $6 where id = $1",
            last.Id, happened.At.ToMicros(), Json(Counted(bundle.Title)), Json(Counted(bundle.Body)), bundle.Href, happened.Index) == 1;
    }

    /// <summary>Newest first, from before a place on.</summary>
    public static ValueTask<List<Message>> PageAsync(ISession session, string person, MessageCursor? before, bool unread, int most)
    {
        List<object?> arguments = [person];
        var where = "person = $1" + (unread ? " and read_at is null" : "");
        if (before is { } cursor)
        {
            where += " and (at, id) < ($2, $3)";
            arguments.AddRange([cursor.Micros, cursor.Id]);
        }
        return session.QueryAsync($"select id, at, title, body, href, urgent, read_at from notices_message where {where} order by at desc, id desc limit {most}", Read, [.. arguments]);
    }

    public static ValueTask<Message?> OneAsync(ISession session, string person, string id) =>
        session.FirstAsync("select id, at, title, body, href, urgent, read_at from notices_message where id = $1 and person = $2", Read, id, person);

    public static ValueTask<List<Message>> OfAsync(ISession session, IReadOnlyList<string> ids) => session.QueryAsync(
        $"select id, at, title, body, href, urgent, read_at from notices_message where id in ({string.Join(", ", ids.Select((_, i) => $"${i + 1}"))}) order by at, id",
        Read,
        [.. ids]);

    /// <summary>How many a person has not read, counted up to 100.</summary>
    public static ValueTask<long> UnreadAsync(ISession session, string person) =>
        session.FirstAsync("select count(*) from (select 1 from notices_message where person = $1 and read_at is null limit 100) as unread", r => r.GetInt64(0), person);

    public static ValueTask<int> ReadAsync(ISession session, string person, string id, DateTimeOffset now) =>
        session.ExecuteAsync("update notices_message set read_at = $3 where id = $1 and person = $2 and read_at is null", id, person, now.ToMicros());

    public static ValueTask<int> ReadAllAsync(ISession session, string person, DateTimeOffset now) =>
        session.ExecuteAsync("update notices_message set read_at = $2 where person = $1 and read_at is null", person, now.ToMicros());

    private sealed record Bundled(string Id, DateTimeOffset At, bool IsRead, long Count, long Index);

    private static string Json(LocalText text) => JsonSerializer.Serialize(text.Values);

    private static LocalText Text(string json) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!);

    private static Message Read(System.Data.Common.DbDataReader r) =>
        new(r.GetString(0), ChinaTime.FromMicros(r.GetInt64(1)), Text(r.GetString(2)), Text(r.GetString(3)), r.GetString(4), r.GetInt64(5) == 1, r.IsDBNull(6) ? null : ChinaTime.FromMicros(r.GetInt64(6)));
}

/// <summary>Something that a person was told.</summary>
internal sealed record Message(string Id, DateTimeOffset At, LocalText Title, LocalText Body, string Href, bool Urgent, DateTimeOffset? ReadAt);

/// <summary>A place in the order of an inbox.</summary>
internal sealed record MessageCursor(long Micros, string Id)
{
    public static MessageCursor? Parse(string? text) => text?.Split('-') is [var micros, var id] && long.TryParse(micros, out var at) ? new(at, id) : null;

    public override string ToString() => $"{Micros}-{Id}";
}
