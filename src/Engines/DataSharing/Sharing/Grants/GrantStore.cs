using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Grants;

/// <summary>Keeps grants. Making, revoking and running out are events of the stream "grant/{id}".</summary>
internal sealed class GrantStore(IDatabase database, IOrganisations organisations, IEvidenceRecorder evidence, TimeProvider time) : IGrantHolders
{
    private const string Columns = "document, revoked_at, revoked_because";

    public static string Stream(string grantId) => "grant/" + grantId;

    public Task<Grant?> FindAsync(string id, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync($"select {Columns} from sharing_grant where id = $1", Read, id), cancel);

    /// <summary>Grants by or to the organisations below the path, newest first.</summary>
    public Task<List<Grant>> BelowAsync(string path, int most, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_grant where (provider_path >= $1 and provider_path < $2) or (recipient_path >= $1 and recipient_path < $2) order by at desc, id desc limit {most}", Read, path, path + "~"), cancel);

    /// <summary>The number of the last change of any grant.</summary>
    public Task<long> LastChangeAsync(CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync("select number from sharing_grant_change where id = 1", r => r.GetInt64(0)), cancel);

    /// <summary>Grants that changed after that number.</summary>
    public Task<List<Grant>> ChangedAsync(long after, CancellationToken cancel = default) => database.ReadAsync(s => s.QueryAsync($"select {Columns} from sharing_grant where changed > $1", Read, after), cancel);

    /// <summary>Puts a new grant on record, in the caller's transaction.</summary>
    public async ValueTask AddAsync(ISession session, Actor actor, Grant grant)
    {
        var document = JsonSerializer.Serialize(grant);
        await session.ExecuteAsync(
            "insert into sharing_grant (id, request, resource, provider_path, recipient_path, at, until, ended, changed, document) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)",
            grant.Id, grant.RequestId, grant.Resource, PathOf(grant.ProviderId), PathOf(grant.RecipientId), grant.At.ToMicros(), Day(grant.Until), await NextChangeAsync(session), document);
        await RecordAsync(session, actor, "sharing.granted", grant, grant.At,
            ("resource", grant.Resource), ("provider", grant.ProviderId), ("recipient", grant.RecipientId), ("request", grant.RequestId), ("purpose", grant.Purpose),
            ("items", string.Join(' ', grant.Items.Select(i => i.Mask == Mask.None ? i.Key : $"{i.Key}:{i.Mask}"))), ("rows", grant.Rows is null ? "all" : "filtered"),
            ("quota", $"{grant.DailyQuota}"), ("until", Day(grant.Until)), ("hash", Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(document)))));
    }

    /// <summary>Takes the grant back; nothing happens when it was taken back before.</summary>
    public Task<Grant> RevokeAsync(Actor actor, Grant grant, string reason, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(async s =>
        {
            await RevokeAsync(s, actor, grant, reason, now);
            return (await s.FirstAsync($"select {Columns} from sharing_grant where id = $1", Read, grant.Id))!;
        }, cancel);
    }

    /// <summary>Takes back every grant on the resource that still stands, in the caller's transaction.</summary>
    /// <returns>How many there were.</returns>
    public async ValueTask<int> RevokeAllAsync(ISession session, Actor actor, string resource, string reason, DateTimeOffset now)
    {
        var standing = await session.QueryAsync($"select {Columns} from sharing_grant where resource = $1 and ended = 0", Read, resource);
        foreach (var grant in standing)
        {
            await RevokeAsync(session, actor, grant, reason, now);
        }
        return standing.Count;
    }

    /// <summary>Grants on the resource that have not ended, newest first.</summary>
    public async Task<IReadOnlyList<Grant>> StandingAsync(string resource, CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync(
        $"select {Columns} from sharing_grant where resource = $1 and ended = 0 order by at desc, id desc", Read, resource), cancel);

    private async ValueTask RevokeAsync(ISession session, Actor actor, Grant grant, string reason, DateTimeOffset now)
    {
        if (await session.ExecuteAsync("update sharing_grant set revoked_at = $2, revoked_because = $3, ended = 1 where id = $1 and revoked_at is null", grant.Id, now.ToMicros(), reason) == 1)
        {
            await session.ExecuteAsync("update sharing_grant set changed = $2 where id = $1", grant.Id, await NextChangeAsync(session));
            await RecordAsync(session, actor, "sharing.revoked", grant, now, ("resource", grant.Resource), ("recipient", grant.RecipientId), ("reason", reason));
        }
    }

    /// <summary>Writes the end of each grant whose last day is past into the log, once; returns how many there were.</summary>
    public async Task<int> EndExpiredAsync(DateOnly today, CancellationToken cancel = default)
    {
        var over = await database.ReadAsync(s => s.QueryAsync($"select {Columns} from sharing_grant where ended = 0 and until < $1 order by until limit 500", Read, Day(today)), cancel);
        foreach (var grant in over)
        {
            var now = time.GetUtcNow();
            await database.WriteAsync(async s =>
            {
                if (await s.ExecuteAsync("update sharing_grant set ended = 1 where id = $1 and ended = 0", grant.Id) == 1)
                {
                    await RecordAsync(s, Actor.Clock, "sharing.expired", grant, now, ("resource", grant.Resource), ("until", Day(grant.Until)));
                }
                return 0;
            }, cancel);
        }
        return over.Count;
    }

    /// <summary>Writes into the log that the recipient tried to use a grant that had ended.</summary>
    public Task RefusedAsync(Grant grant, string code, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(async s =>
        {
            await evidence.RecordAsync(s, new EvidenceEvent("sharing.use-refused", Stream(grant.Id), await evidence.NextSequenceAsync(s, Stream(grant.Id)), now, "office/" + grant.RecipientId,
                Facts(("resource", grant.Resource), ("recipient", grant.RecipientId), ("because", code[(code.LastIndexOf('.') + 1)..])), ImmutableSortedDictionary<string, string>.Empty));
            return 0;
        }, cancel);
    }

    private async ValueTask RecordAsync(ISession session, Actor actor, string type, Grant grant, DateTimeOffset at, params (string Name, string Value)[] facts)
    {
        var stream = Stream(grant.Id);
        await evidence.RecordAsync(session, new EvidenceEvent(type, stream, await evidence.NextSequenceAsync(session, stream), at,
            actor == Actor.Clock || actor.Appointments.Count == 0 ? "clock" : "office/" + actor.Appointments[0].OrganisationId, Facts(facts),
            actor == Actor.Clock ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId)));
    }

    private static async ValueTask<long> NextChangeAsync(ISession session) =>
        await session.FirstAsync("update sharing_grant_change set number = number + 1 where id = 1 returning number", r => r.GetInt64(0));

    private static ImmutableSortedDictionary<string, string> Facts(params (string Name, string Value)[] facts) => facts.ToImmutableSortedDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private string PathOf(string organisation) => organisations.Find(organisation)?.Path ?? "";

    private static Grant Read(DbDataReader r) => JsonSerializer.Deserialize<Grant>(r.GetString(0))! with
    {
        RevokedAt = r.IsDBNull(1) ? null : ChinaTime.FromMicros(r.GetInt64(1)),
        RevokedBecause = r.IsDBNull(2) ? null : r.GetString(2),
    };
}
