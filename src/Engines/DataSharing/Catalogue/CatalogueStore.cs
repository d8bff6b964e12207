using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zhuangjin.DataSharing.Catalogue.Versions;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue;

/// <summary>Keeps descriptions and data versions. Each new one is an event of the stream "resource/{code}". Rights and the rules of a good description are asked before.</summary>
internal sealed class CatalogueStore(IDatabase database, IOrganisations organisations, IEvidenceRecorder evidence, TimeProvider time) : ICatalogue
{
    public Task<DescriptionVersion?> FindAsync(string code, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync(
        "select d.document, d.number, d.at, d.hash from sharing_resource r join sharing_description d on d.code = r.code and d.number = r.description where r.code = $1", Read, code), cancel);

    public Task<DescriptionVersion?> FindAsync(string code, int number, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync(
        "select document, number, at, hash from sharing_description where code = $1 and number = $2", Read, code, (long)number), cancel);

    public Task<DataVersion?> DataAsync(string code, int? number = null, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync(
        $"select code, number, description, at, row_count, hash, shards from sharing_version where code = $1 {(number is null ? "order by number desc limit 1" : "and number = $2")}",
        ReadData, number is null ? [code] : [code, (long)number]), cancel);

    /// <summary>The newest data versions, newest first.</summary>
    public async Task<IReadOnlyList<DataVersion>> VersionsAsync(string code, int most, CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync(
        $"select code, number, description, at, row_count, hash, shards from sharing_version where code = $1 order by number desc limit {most}", ReadData, code), cancel);

    /// <summary>Makes the description the newest of its code. Nothing happens when it says what the newest says already.</summary>
    /// <exception cref="InvalidInputException">There is no such provider.</exception>
    /// <param name="onto">Number of the description that this one changes (0 for none): when another came between, nothing is changed. Null for whatever there is.</param>
    /// <exception cref="ConflictException">The newest description is not <paramref name="onto"/>.</exception>
    public async Task<DescriptionVersion> DescribeAsync(Actor actor, Description description, CancellationToken cancel = default, int? onto = null)
    {
        var draft = await PrepareAsync(description, cancel);
        return await database.WriteAsync(s => DescribeAsync(s, actor, draft, onto), cancel);
    }

    /// <summary>What can be done before the store is written: so that a writer waits for nothing.</summary>
    /// <exception cref="InvalidInputException">There is no such provider.</exception>
    public async Task<DescriptionDraft> PrepareAsync(Description description, CancellationToken cancel = default)
    {
        var provider = organisations.Find(description.ProviderId) ?? throw new InvalidInputException("provider", "sharing.fault.no-provider");
        var document = DescriptionDocument.Write(description);
        var before = await FindAsync(description.Code, cancel);
        return new(description, provider, document, DescriptionDocument.Hash(document), before?.Number ?? 0, Breaking(before?.Description, description));
    }

    /// <summary>The same within a transaction, in which others may stand or fall with it.</summary>
    /// <exception cref="ConflictException">The newest description is not <paramref name="onto"/>.</exception>
    public async ValueTask<DescriptionVersion> DescribeAsync(ISession s, Actor actor, DescriptionDraft draft, int? onto = null)
    {
        var (description, provider, document, hash, _, breaking) = draft;
        var now = time.GetUtcNow();
        var known = await s.FirstAsync("select d.number, d.hash, d.at, r.withdrawn_at, d.document from sharing_resource r join sharing_description d on d.code = r.code and d.number = r.description where r.code = $1",
            r => (Number: r.GetInt32(0), Hash: r.GetString(1), At: r.GetInt64(2), Withdrawn: !r.IsDBNull(3), Document: r.GetString(4)), description.Code);
        if (onto is { } expected && expected != known.Number)
        {
            throw new ConflictException("sharing.catalogue.fault.overtaken", description.Code, $"{known.Number}");
        }
        if (known.Hash == hash && !known.Withdrawn)
        {
            return new DescriptionVersion(description, known.Number, ChinaTime.FromMicros(known.At), hash);
        }
        if (known.Number != draft.Before)
        {
            // Another came between: what breaks is told by what it changes, not by what was read before.
            breaking = Breaking(DescriptionDocument.Read(known.Document), description);
        }
        var number = known.Number + 1;
        await s.ExecuteAsync("insert into sharing_description (code, number, at, hash, document) values ($1, $2, $3, $4, $5)", description.Code, (long)number, now.ToMicros(), hash, document);
        await s.ExecuteAsync(
            "insert into sharing_resource (code, provider, provider_path, title, sharing, cycle, library, opened, items, description, latest, latest_rows) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0) " +
            "on conflict (code) do update set provider = $2, provider_path = $3, title = $4, sharing = $5, cycle = $6, library = $7, opened = $8, items = $9, description = $10, withdrawn_at = null, withdrawn_because = null",
            description.Code, provider.Id, provider.Path, description.Title.ToString(), (long)description.Sharing, (long)description.Cycle, (long)description.Library, description.Open ? 1L : 0L, (long)description.Items.Length, (long)number);
        await s.ExecuteAsync("delete from sharing_item where code = $1", description.Code);
        await s.InsertManyAsync("sharing_item", ["code", "item", "place", "name", "type", "sensitivity", "source"],
            [.. description.Items.Select((i, n) => new object?[] { description.Code, i.Key, (long)n, i.Name.ToString(), (long)i.Type, (long)i.Sensitivity, i.Source?.ToString() })]);
        await RecordAsync(s, actor, "sharing.described", description.Code, now, ("description", $"{number}"), ("hash", hash), ("sharing", description.Sharing.ToString()), ("breaking", breaking.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return new DescriptionVersion(description, number, now, hash);
    }

    /// <summary>Makes these shards the newest data of the resource. The same shards again change nothing, so a run that was stopped may end twice.</summary>
    /// <exception cref="NotFoundException">The resource is in no catalogue.</exception>
    /// <param name="also">Happens in the same transaction, also when nothing changed.</param>
    /// <param name="onto">Number of the version on which these data rest (0 for none): when another came between, nothing is published.</param>
    /// <exception cref="ConflictException">The newest version is not <paramref name="onto"/>.</exception>
    public async Task<DataVersion> PublishAsync(Actor actor, string code, int description, ImmutableArray<Shard> shards, CancellationToken cancel = default, Func<ISession, DataVersion, ValueTask>? also = null, int? onto = null)
    {
        var rows = shards.Sum(s => s.Rows);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(shards.Select(s => s.Sha256)))));
        var now = time.GetUtcNow();
        return await database.WriteAsync(async s =>
        {
            if (await s.FirstAsync("select case when withdrawn_at is null then 1 else 2 end from sharing_resource where code = $1", r => r.GetInt32(0), code) is var there && there != 1)
            {
                throw there == 0 ? new NotFoundException("sharing.fault.no-resource", code) : new ConflictException("sharing.catalogue.fault.withdrawn", code);
            }
            var known = await s.FirstAsync("select code, number, description, at, row_count, hash, shards from sharing_version where code = $1 order by number desc limit 1", ReadData, code);
            if (onto is { } expected && expected != (known?.Number ?? 0))
            {
                throw new ConflictException("sharing.intake.fault.overtaken", code);
            }
            if (known is not null && known.Hash == hash && known.Description == description)
            {
                await (also?.Invoke(s, known) ?? ValueTask.CompletedTask);
                return known;
            }
            var made = new DataVersion(code, (known?.Number ?? 0) + 1, description, now, rows, hash, shards);
            await s.ExecuteAsync("insert into sharing_version (code, number, description, at, row_count, hash, shards) values ($1, $2, $3, $4, $5, $6, $7)",
                code, (long)made.Number, (long)description, now.ToMicros(), rows, hash, JsonSerializer.Serialize(shards));
            await s.ExecuteAsync("update sharing_resource set latest = $2, latest_rows = $3, latest_at = $4 where code = $1", code, (long)made.Number, rows, now.ToMicros());
            await RecordAsync(s, actor, "sharing.published", code, now, ("version", $"{made.Number}"), ("hash", hash), ("rows", $"{rows}"));
            await (also?.Invoke(s, made) ?? ValueTask.CompletedTask);
            return made;
        }, cancel);
    }

    public Task<Withdrawal?> WithdrawalAsync(string code, CancellationToken cancel = default) => database.ReadAsync(s => s.FirstAsync(
        "select withdrawn_at, withdrawn_because from sharing_resource where code = $1 and withdrawn_at is not null", r => new Withdrawal(ChinaTime.FromMicros(r.GetInt64(0)), r.IsDBNull(1) ? "" : r.GetString(1)), code), cancel);

    /// <summary>Takes the resource out of the catalogue. Its descriptions and data stay on record; a new description brings it back. Twice changes nothing.</summary>
    /// <param name="also">Happens in the same transaction when it is withdrawn now.</param>
    public async Task WithdrawAsync(Actor actor, string code, string reason, Func<ISession, DateTimeOffset, ValueTask> also, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        await database.WriteAsync(async s =>
        {
            if (await s.ExecuteAsync("update sharing_resource set withdrawn_at = $2, withdrawn_because = $3 where code = $1 and withdrawn_at is null", code, now.ToMicros(), reason) == 1)
            {
                await RecordAsync(s, actor, "sharing.withdrawn", code, now, ("reason", reason));
                await also(s, now);
            }
            return 0;
        }, cancel);
    }

    /// <summary>The newest descriptions, newest first.</summary>
    public async Task<IReadOnlyList<DescriptionVersion>> HistoryAsync(string code, int most, CancellationToken cancel = default) => await database.ReadAsync(s => s.QueryAsync(
        $"select document, number, at, hash from sharing_description where code = $1 order by number desc limit {most}", Read, code), cancel);

    private async ValueTask RecordAsync(ISession session, Actor actor, string type, string code, DateTimeOffset at, params (string Name, string Value)[] facts)
    {
        var stream = $"resource/{code}";
        await evidence.RecordAsync(session, new EvidenceEvent(type, stream, await evidence.NextSequenceAsync(session, stream), at, ActorOf(actor),
            facts.ToImmutableSortedDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal),
            actor == Actor.Clock ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("person", actor.PersonId)));
    }

    private static int Breaking(Description? before, Description after) => before is null ? 0 : Difference.Between(before, after).Count(d => d.Breaking);

    private static string ActorOf(Actor actor) => actor == Actor.Clock || actor.Appointments.Count == 0 ? "clock" : $"office/{actor.Appointments[0].OrganisationId}";

    private static DescriptionVersion Read(DbDataReader r) => new(DescriptionDocument.Read(r.GetString(0)), r.GetInt32(1), ChinaTime.FromMicros(r.GetInt64(2)), r.GetString(3));

    private static DataVersion ReadData(DbDataReader r) => new(r.GetString(0), r.GetInt32(1), r.GetInt32(2), ChinaTime.FromMicros(r.GetInt64(3)), r.GetInt64(4), r.GetString(5), JsonSerializer.Deserialize<ImmutableArray<Shard>>(r.GetString(6)));
}

/// <summary>A description that is ready to be written.</summary>
/// <param name="Before">Number of the newest description when it was prepared; 0 for none.</param>
/// <param name="Breaking">How much of it breaks readers of that one.</param>
internal sealed record DescriptionDraft(Description Description, Organisation Provider, string Document, string Hash, int Before, int Breaking);
