using Zhuangjin.Evidence.Entries;
using System.Globalization;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>The statements that erase: boxes are emptied, keys destroyed, old open rows removed. Doing it again does nothing.</summary>
internal static class EraseRows
{
    /// <summary>Erases everything that lies under the keys of a subject up to <paramref name="until"/>, and returns the ids of these keys and the number of entries.</summary>
    public static async ValueTask<(IReadOnlyList<string> Keys, long Entries)> BySubjectAsync(ISession session, string subject, DateTimeOffset until, DateTimeOffset now)
    {
        var keys = await session.QueryAsync("select id from evidence_subject_key where subject = $1 and at <= $2 order by id", r => r.GetString(0), subject, until.ToMicros());
        var entries = await ByKeysAsync(session, keys, subject, now);
        return (keys, entries + await OpenRowsAsync(session, subject, until, now));
    }

    /// <summary>Erases what lies under these keys. A key that is not in the store leaves its gravestone there, so that it is never taken for a good one.</summary>
    public static async ValueTask<long> ByKeysAsync(ISession session, IReadOnlyList<string> keys, string subject, DateTimeOffset now)
    {
        var entries = 0L;
        foreach (var key in keys)
        {
            entries += await session.ExecuteAsync("update evidence_private_box set box = null where key_id = $1 and box is not null", key);
            await session.ExecuteAsync(
                """
                insert into evidence_subject_key (id, subject, wrapped, at, erased_at) values ($1, $2, null, $3, $3)
                on conflict (id) do update set wrapped = null, erased_at = coalesce(evidence_subject_key.erased_at, excluded.erased_at)
                """,
                key, subject, now.ToMicros());
        }
        return entries;
    }

    /// <summary>Rows of before there were boxes belong to their stream. Each entry keeps an empty box, so that it is shown as erased.</summary>
    private static async ValueTask<long> OpenRowsAsync(ISession session, string stream, DateTimeOffset until, DateTimeOffset now)
    {
        var entries = await session.QueryAsync(
            $"select e.id from evidence_entry e where e.id in {StreamRows.Ids("$1")} and e.at <= $2 and exists (select 1 from evidence_private p where p.entry_id = e.id)",
            r => r.GetString(0), stream, until.ToMicros());
        if (entries.Count == 0)
        {
            return 0;
        }
        var stone = string.Create(CultureInfo.InvariantCulture, $"erased-{now.ToMicros()}-{entries[0]}");
        await ByKeysAsync(session, [stone], stream, now);
        foreach (var entry in entries)
        {
            await session.DeferAsync("delete from evidence_private where entry_id = $1", [entry]);
            await session.DeferAsync("insert into evidence_private_box (entry_id, key_id, box) values ($1, $2, null) on conflict (entry_id) do nothing", [entry, stone]);
        }
        return entries.Count;
    }
}
