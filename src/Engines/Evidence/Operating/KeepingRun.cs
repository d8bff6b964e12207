using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Operating;

/// <summary>When some work that keeps the log was last done: "backup", "check".</summary>
/// <param name="Size">Sealed entries at that time.</param>
/// <param name="Detail">What was found first, or where it went.</param>
internal sealed record KeepingRun(string Name, DateTimeOffset At, bool Sound, long Size, string Detail)
{
    public static ValueTask<KeepingRun?> LoadAsync(ISession session, string name) => session.FirstAsync(
        "select at, sound, next, detail from evidence_run where name = $1",
        r => new KeepingRun(name, ChinaTime.FromMicros(r.GetInt64(0)), r.GetInt64(1) == 1, r.GetInt64(2), r.GetString(3)),
        name);

    public ValueTask<int> SaveAsync(ISession session) => session.ExecuteAsync(
        """
        insert into evidence_run (name, at, sound, next, detail) values ($1, $2, $3, $4, $5)
        on conflict (name) do update set at = excluded.at, sound = excluded.sound, next = excluded.next, detail = excluded.detail
        """,
        Name, At.ToMicros(), Sound ? 1L : 0L, Size, Detail);
}
