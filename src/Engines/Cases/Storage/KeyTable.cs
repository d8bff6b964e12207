using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Storage;

/// <summary>Statements on idempotency keys and on blocks of case numbers.</summary>
internal static class KeyTable
{
    public static ValueTask InsertAsync(ISession session, UsedKey key, long at, Func<Exception> taken) => session.DeferAsync(
        "insert into cases_idempotency (key, actor, request, case_id, version, at) values ($1, $2, $3, $4, $5, $6) on conflict (key) do nothing",
        [key.Key, key.Actor, key.Request, key.CaseId, key.Version, at], 1, taken);

    public static ValueTask<UsedKey?> FindAsync(ISession session, string key) => session.FirstAsync(
        "select actor, request, case_id, version from cases_idempotency where key = $1",
        r => new UsedKey(key, r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3)),
        key);

    /// <summary>Takes the next <paramref name="count"/> numbers behind a prefix and returns the first of them.</summary>
    public static async ValueTask<long> TakeNumbersAsync(ISession session, string prefix, int count) => await session.FirstAsync(
        "insert into cases_number (prefix, next) values ($1, $2 + 1) on conflict (prefix) do update set next = cases_number.next + $2 returning next",
        r => r.GetInt64(0), prefix, (long)count) - count;
}

/// <param name="Request">Digest of what was asked: a key used for another request is a mistake of the caller.</param>
/// <param name="Version">Version of the case that the request made.</param>
internal sealed record UsedKey(string Key, string Actor, string Request, string CaseId, long Version);
