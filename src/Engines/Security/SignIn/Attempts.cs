using System.Collections.Immutable;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.People;

namespace Zhuangjin.Security.SignIn;

/// <summary>Counts failed sign-ins for a login and for an address, over all nodes: five and thirty in five minutes.</summary>
/// <remarks>Kept are keyed digests: a login that somebody mistyped may be his password, and addresses are personal data.</remarks>
internal sealed class Attempts(IDatabase database, PartyCodes codes, IEvidenceRecorder evidence, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    private const int MostOfLogin = 5;
    private const int MostOfAddress = 30;

    /// <summary>How long to wait before the next try is looked at; zero when it is now.</summary>
    public async Task<TimeSpan> WaitAsync(string login, string address, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (loginKey, addressKey) = (LoginKey(login), AddressKey(address));
        var rows = await database.ReadAsync(s => s.QueryAsync("select subject, since, failures from security_attempt where subject in ($1, $2)", r => (Subject: r.GetString(0), Since: ChinaTime.FromMicros(r.GetInt64(1)), Failures: r.GetInt64(2)), loginKey, addressKey), cancel);
        return rows.Where(r => r.Failures >= (r.Subject == loginKey ? MostOfLogin : MostOfAddress))
            .Select(r => r.Since + Window - now).Where(w => w > TimeSpan.Zero).DefaultIfEmpty(TimeSpan.Zero).Max();
    }

    /// <summary>Counts a failure. The first of a login in its window is an event; the others would only let a stranger fill the log.</summary>
    public Task FailedAsync(string login, string address, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (loginKey, addressKey) = (LoginKey(login), AddressKey(address));
        return database.WriteAsync(async session =>
        {
            await CountAsync(session, addressKey, now);
            if (await CountAsync(session, loginKey, now) == 1)
            {
                await evidence.RecordAsync(session, new("security.sign-in-refused", $"sign-in/{Ids.New(now)}", 1, now, "visitor", None, None.Add("login", login)));
            }
            return 0;
        }, cancel);
    }

    public Task SucceededAsync(string login, CancellationToken cancel) =>
        database.WriteAsync(s => s.ExecuteAsync("delete from security_attempt where subject = $1", LoginKey(login)), cancel);

    private static async Task<long> CountAsync(ISession session, string key, DateTimeOffset now) => (await session.QueryAsync(
        "insert into security_attempt (subject, since, failures) values ($1, $2, 1) on conflict (subject) do update set "
        + "failures = case when security_attempt.since < $3 then 1 else security_attempt.failures + 1 end, since = case when security_attempt.since < $3 then $2 else security_attempt.since end "
        + "returning failures",
        r => r.GetInt64(0), key, now.ToMicros(), (now - Window).ToMicros()))[0];

    private string LoginKey(string login) => codes.Digest("sign-in/login/" + login.Trim().ToLowerInvariant());

    private string AddressKey(string address) => codes.Digest("sign-in/address/" + address);
}
