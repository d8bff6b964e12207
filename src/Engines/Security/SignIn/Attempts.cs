using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Security.SignIn;

/// <summary>Counts failed sign-ins for a login and for an address, over all nodes: five and thirty in five minutes.</summary>
internal sealed class Attempts(IDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int MostOfLogin = 5;
    private const int MostOfAddress = 30;

    /// <summary>How long to wait before the next try is looked at; zero when it is now.</summary>
    public async Task<TimeSpan> WaitAsync(string login, string address, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var rows = await database.ReadAsync(s => s.QueryAsync("select subject, since, failures from security_attempt where subject in ($1, $2)", r => (Subject: r.GetString(0), Since: ChinaTime.FromMicros(r.GetInt64(1)), Failures: r.GetInt64(2)), LoginKey(login), AddressKey(address)), cancel);
        return rows.Where(r => r.Failures >= (r.Subject == LoginKey(login) ? MostOfLogin : MostOfAddress))
            .Select(r => r.Since + Window - now).Where(w => w > TimeSpan.Zero).DefaultIfEmpty(TimeSpan.Zero).Max();
    }

    public Task FailedAsync(string login, string address, CancellationToken cancel)
    {
        var now = time.GetUtcNow().ToMicros();
        var old = now - (Window.Ticks / 10);
        return database.WriteAsync(async session =>
        {
            foreach (var key in (string[])[LoginKey(login), AddressKey(address)])
            {
                await session.ExecuteAsync(
                    "insert into security_attempt (subject, since, failures) values ($1, $2, 1) on conflict (subject) do update set "
                    + "failures = case when security_attempt.since < $3 then 1 else security_attempt.failures + 1 end, since = case when security_attempt.since < $3 then $2 else security_attempt.since end",
                    key, now, old);
            }
            return 0;
        }, cancel);
    }

    public Task SucceededAsync(string login, CancellationToken cancel) =>
        database.WriteAsync(s => s.ExecuteAsync("delete from security_attempt where subject = $1", LoginKey(login)), cancel);

    private static string LoginKey(string login) => "login:" + login.Trim().ToLowerInvariant();

    private static string AddressKey(string address) => "address:" + address;
}
