using System.Collections.Immutable;
using System.Security.Cryptography;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.People;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>Accounts of programs that act in their own name. They are appointed like people, so rights are asked of one table for both.</summary>
internal sealed class ProgramAccounts(IDatabase database, IEvidenceRecorder evidence, TimeProvider time)
{
    /// <summary>A person's login never has a colon.</summary>
    public static string LoginOf(string clientId) => "client:" + clientId;

    /// <summary>Opens the account of a client and returns its id.</summary>
    public async Task<string> AddAsync(Actor actor, string clientId, string name, CancellationToken cancel)
    {
        var at = time.GetUtcNow();
        var id = Ids.New(at);
        // Nobody knows this password: a program proves itself to the token server only.
        var password = Passwords.Hash(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var none = ImmutableSortedDictionary<string, string>.Empty;
        return await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                "insert into security_person (id, login, name, password, stamp, events, created_at) values ($1, $2, $3, $4, $5, 1, $6)",
                id, LoginOf(clientId), name, password, Ids.New(at), at.ToMicros());
            await evidence.RecordAsync(session, new("security.program-added", $"person/{id}", 1, at, Acting.As(actor), none.Add("client", clientId), none.Add("name", name).Add("by", actor.PersonId)));
            return id;
        }, cancel);
    }

    /// <summary>Tells the log that a program has a new secret.</summary>
    public Task RenewedAsync(Actor actor, string id, CancellationToken cancel)
    {
        var at = time.GetUtcNow();
        var none = ImmutableSortedDictionary<string, string>.Empty;
        return database.WriteAsync(async session =>
        {
            var sequence = await session.FirstAsync("update security_person set events = events + 1 where id = $1 returning events", r => r.GetInt64(0), id);
            return await evidence.RecordAsync(session, new("security.program-secret-renewed", $"person/{id}", sequence, at, Acting.As(actor), none, none.Add("by", actor.PersonId)));
        }, cancel);
    }
}
