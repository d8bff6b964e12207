using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.CityManagement.Reporting;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Open311;

/// <summary>A program that may report.</summary>
/// <param name="Digest">SHA-256 of its key, by which it is revoked; the key itself is kept nowhere.</param>
public sealed record ReportingProgram(string Digest, string Name, string PersonId, DateTimeOffset MadeAt, DateTimeOffset? RevokedAt);

/// <summary>Keys by which programs report through Open311: each stands for an account, in whose name its reports are made.</summary>
internal sealed class KeyRing(IDatabase database, IPeople people, CityRights rights, CityWords words, IEvidenceRecorder evidence, TimeProvider time)
{
    private const int LongestName = 60;

    public async Task<IReadOnlyList<ReportingProgram>> ListAsync(Actor actor, CancellationToken cancel = default)
    {
        Demand(actor);
        return await database.ReadAsync(session => session.QueryAsync("select digest, name, person, made_at, revoked_at from city_key order by made_at desc", Read), cancel);
    }

    /// <summary>Makes a key and returns it: this once.</summary>
    /// <param name="login">Account in whose name the program reports; it must stand for a person or an enterprise.</param>
    public async Task<string> MakeAsync(Actor actor, string name, string login, CancellationToken cancel = default)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        await KeepAsync(actor, key, name, login, cancel);
        return key;
    }

    /// <summary>Keeps a given key; for the demo, whose key everybody knows.</summary>
    public async Task KeepAsync(Actor actor, string key, string name, string login, CancellationToken cancel = default)
    {
        Demand(actor);
        name = name.Trim();
        if (name.Length is 0 or > LongestName)
        {
            throw new InvalidInputException("name", "city.fault.key-name");
        }
        if (await people.ActorByLoginAsync(login.Trim(), cancel) is not { } program || program.Parties.Count == 0)
        {
            throw new InvalidInputException("login", "city.fault.key-login");
        }
        ReportDesk.PartyOf(program);
        var now = time.GetUtcNow();
        var digest = DigestOf(key);
        await database.WriteAsync(async session =>
        {
            await session.DeferAsync("insert into city_key (digest, name, person, path, made_at) values ($1, $2, $3, $4, $5) on conflict (digest) do nothing", [digest, name, program.PersonId, words.Command()!.Path, now.ToMicros()]);
            await RecordAsync(session, digest, "city.key-made", now, actor, name);
            return 0;
        }, cancel);
    }

    public async Task RevokeAsync(Actor actor, string digest, CancellationToken cancel = default)
    {
        Demand(actor);
        var now = time.GetUtcNow();
        await database.WriteAsync(async session =>
        {
            if (await session.ExecuteAsync("update city_key set revoked_at = $2 where digest = $1 and revoked_at is null", digest, now.ToMicros()) != 1)
            {
                throw new ConflictException("city.fault.key-gone");
            }
            await RecordAsync(session, digest, "city.key-revoked", now, actor, "");
            return 0;
        }, cancel);
    }

    /// <summary>As whom a program with this key acts now; null when the key is unknown or revoked.</summary>
    public async Task<Actor?> ActorAsync(string key, CancellationToken cancel = default)
    {
        var person = await database.ReadAsync(session => session.FirstAsync("select person from city_key where digest = $1 and revoked_at is null", r => r.GetString(0), DigestOf(key)), cancel);
        return person is null ? null : await people.ActorAsync(person, cancel);
    }

    private async ValueTask RecordAsync(ISession session, string digest, string type, DateTimeOffset at, Actor actor, string name)
    {
        var stream = "city-key/" + digest[..16];
        var hidden = ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId);
        await evidence.RecordAsync(session, new(
            type, stream, await evidence.NextSequenceAsync(session, stream), at, "office/" + words.Command()!.Id, ImmutableSortedDictionary<string, string>.Empty, name.Length == 0 ? hidden : hidden.Add("name", name)));
    }

    private void Demand(Actor actor)
    {
        if (!rights.MayLetIn(actor))
        {
            throw new DeniedException("city.fault.keepers");
        }
    }

    private static string DigestOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static ReportingProgram Read(System.Data.Common.DbDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.GetString(2), ChinaTime.FromMicros(r.GetInt64(3)), r.IsDBNull(4) ? null : ChinaTime.FromMicros(r.GetInt64(4)));
}
