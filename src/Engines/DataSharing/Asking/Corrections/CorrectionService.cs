using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Asking.Corrections;

/// <summary>Differences reported by forms, and their settlement by the department that is the source. Each step is an event of "correction/{id}".</summary>
internal sealed class CorrectionService(
    IDatabase database,
    IKnownItems known,
    IOrganisations organisations,
    IAccess access,
    IEvidenceRecorder evidence,
    CorrectionBox box,
    SubjectHash subjects,
    TimeProvider time) : ICorrections
{
    public const int LongestAnswer = 500;

    private const string Columns = "id, resource, item, version, code, known, given, ground, reported_at, settled_at, outcome, answer";

    public async Task<int> ReportAsync(string subjectKind, string code, IReadOnlyDictionary<ItemPath, string> given, string ground, CancellationToken cancel = default)
    {
        var has = await known.OfAsync(subjectKind, code, [.. given.Keys], ground, "self", cancel);
        var different = has.Values.Where(k => !string.Equals(k.Value.Trim(), given[k.Item].Trim(), StringComparison.Ordinal)).ToList();
        if (different.Count == 0)
        {
            return 0;
        }
        var now = time.GetUtcNow();
        var subject = subjects.Of(code);
        return await database.WriteAsync(
            async s =>
            {
                var reported = 0;
                foreach (var item in different)
                {
                    var id = Ids.New(now);
                    var fresh = await s.ExecuteAsync(
                        "insert into sharing_correction (id, resource, item, provider_path, version, subject, code, known, given, ground, reported_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
                        id, item.Item.Resource, item.Item.Item, organisations.Find(item.ProviderId)?.Path ?? "", (long)item.Version, subject, box.Seal(code), box.Seal(item.Value), box.Seal(given[item.Item]), ground, now.ToMicros());
                    if (fresh == 1)
                    {
                        reported++;
                        await RecordAsync(s, "sharing.correction-reported", id, "clock", now, [("item", item.Item.ToString()), ("version", item.Version.ToString(CultureInfo.InvariantCulture)), ("ground", ground), ("subject", subject)], []);
                    }
                }
                return reported;
            },
            cancel);
    }

    /// <summary>Corrections at the actor's own sources: the open ones, oldest first, then those settled last.</summary>
    public async Task<IReadOnlyList<Correction>> AtSourceAsync(Actor actor, int most, CancellationToken cancel = default)
    {
        var found = new List<Correction>();
        foreach (var path in access.Reach(actor, Permissions.SharingProvide))
        {
            found.AddRange(await database.ReadAsync(s => s.QueryAsync(
                $"select {Columns} from sharing_correction where provider_path >= $1 and provider_path < $2 order by case when settled_at is null then 0 else 1 end, case when settled_at is null then reported_at else -settled_at end limit {most}",
                Read, path, path + "~"), cancel));
        }
        return found;
    }

    /// <summary>How many are open at each resource.</summary>
    public async Task<IReadOnlyDictionary<string, int>> OpenAsync(CancellationToken cancel = default) => (await database.ReadAsync(s => s.QueryAsync(
        "select resource, count(*) from sharing_correction where settled_at is null group by resource", r => (r.GetString(0), r.GetInt32(1))), cancel)).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);

    /// <summary>Settles a correction.</summary>
    /// <exception cref="DeniedException">It is at another department's source.</exception>
    /// <exception cref="ConflictException">It is settled already.</exception>
    public async Task SettleAsync(Actor actor, string id, CorrectionOutcome outcome, string answer, CancellationToken cancel = default)
    {
        var text = answer.Trim();
        if (text.Length is 0 or > LongestAnswer)
        {
            throw new InvalidInputException("answer", text.Length == 0 ? "sharing.correction.fault.answer" : "sharing.correction.fault.answer-long", LongestAnswer.ToString(CultureInfo.InvariantCulture));
        }
        var now = time.GetUtcNow();
        await database.WriteAsync(
            async s =>
            {
                var (path, settled) = await s.FirstAsync("select provider_path, settled_at from sharing_correction where id = $1", r => (r.GetString(0), r.IsDBNull(1) ? (long?)null : r.GetInt64(1)), id);
                if (path is null || !access.May(actor, Permissions.SharingProvide, path))
                {
                    throw path is null ? new NotFoundException("sharing.correction.fault.none") : new DeniedException("sharing.correction.fault.not-yours");
                }
                if (settled is not null)
                {
                    throw new ConflictException("sharing.correction.fault.settled");
                }
                await s.ExecuteAsync("update sharing_correction set settled_at = $2, outcome = $3, answer = $4 where id = $1", id, now.ToMicros(), (long)outcome, text);
                await RecordAsync(s, "sharing.correction-settled", id, "office/" + path.TrimEnd('/').Split('/')[^1], now, [("outcome", outcome.ToString())], [("person", actor.PersonId), ("answer", text)]);
                return 0;
            },
            cancel);
    }

    private async ValueTask RecordAsync(ISession session, string type, string id, string actor, DateTimeOffset at, (string Name, string Value)[] facts, (string Name, string Value)[] hidden)
    {
        var stream = "correction/" + id;
        await evidence.RecordAsync(session, new(type, stream, await evidence.NextSequenceAsync(session, stream), at, actor,
            facts.ToImmutableSortedDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal),
            hidden.ToImmutableSortedDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal)));
    }

    private Correction Read(DbDataReader r) => new(
        r.GetString(0), new(r.GetString(1), r.GetString(2)), r.GetInt32(3), box.Open(r.GetString(4)), box.Open(r.GetString(5)), box.Open(r.GetString(6)), r.GetString(7),
        ChinaTime.FromMicros(r.GetInt64(8)), r.IsDBNull(9) ? null : ChinaTime.FromMicros(r.GetInt64(9)), r.IsDBNull(10) ? null : (CorrectionOutcome)r.GetInt32(10), r.IsDBNull(11) ? null : r.GetString(11));
}
