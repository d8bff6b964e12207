using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Following;

/// <summary>How far a follower has come: the place of its next event, and what failed there.</summary>
internal sealed record FollowerCursor(string Name, long Next, long Failures, string? Error)
{
    public static async ValueTask<FollowerCursor> LoadAsync(ISession session, string name) =>
        await session.FirstAsync(
            "select next, failures, error from evidence_follower where name = $1",
            r => new FollowerCursor(name, r.GetInt64(0), r.GetInt64(1), r.IsDBNull(2) ? null : r.GetString(2)),
            name)
        ?? new(name, 0, 0, null);

    /// <summary>Never goes back: a node that lost its lock unawares cannot undo what its successor did.</summary>
    public ValueTask<int> SaveAsync(ISession session, DateTimeOffset now) => session.ExecuteAsync(
        """
        insert into evidence_follower (name, next, failures, error, at) values ($1, $2, $3, $4, $5)
        on conflict (name) do update set next = excluded.next, failures = excluded.failures, error = excluded.error, at = excluded.at
        where evidence_follower.next <= excluded.next
        """,
        Name, Next, Failures, Error, now.ToMicros());
}
