using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Types;

/// <summary>The catalogue of types, and issuing by it: one licence, or a batch of which either all lines are right or none is issued.</summary>
internal sealed class TypeCatalogue(IDatabase database, ICertificates certificates, IOrganisations organisations, IAccess access, IPeople people, IEvidenceRecorder evidence, TimeProvider time)
{
    /// <summary>Name of the column with the holder's code.</summary>
    public const string HolderColumn = "holder_code";

    public const int MostRows = 500;

    private const string Template = "plain";

    /// <summary>The newest version of each type.</summary>
    public Task<List<(LicenceType Type, long Version)>> AllAsync(CancellationToken cancel) =>
        database.ReadAsync(
            s => s.QueryAsync(
                "select body, version from certificates_type t where version = (select max(version) from certificates_type where key = t.key) order by key",
                r => (LicenceType.FromText(r.GetString(0)), r.GetInt64(1))),
            cancel);

    public async Task<LicenceType> FindAsync(string key, CancellationToken cancel) =>
        await database.ReadAsync(s => s.FirstAsync("select body from certificates_type where key = $1 order by version desc limit 1", r => LicenceType.FromText(r.GetString(0)), key), cancel)
        ?? throw new NotFoundException("certificates.type.fault.unknown");

    /// <summary>Publishes a type, or its next version.</summary>
    /// <exception cref="DeniedException">The actor may not issue for the organisation.</exception>
    public async Task PublishAsync(Actor actor, LicenceType type, CancellationToken cancel)
    {
        Refuse(actor, type);
        var now = time.GetUtcNow();
        var body = type.ToText();
        await database.WriteAsync(
            async session =>
            {
                var version = 1 + await session.FirstAsync("select coalesce(max(version), 0) from certificates_type where key = $1", r => r.GetInt64(0), type.Key);
                await session.ExecuteAsync("insert into certificates_type (key, version, body, at, by_person) values ($1, $2, $3, $4, $5)", type.Key, version, body, now.ToMicros(), actor.PersonId);
                var stream = "certificate-type/" + type.Key;
                await evidence.RecordAsync(session, new(
                    "certificates.type-published",
                    stream,
                    await evidence.NextSequenceAsync(session, stream),
                    now,
                    "office/" + type.IssuerOrganisationId,
                    Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
                    [
                        KeyValuePair.Create("digest", Convert.ToHexStringLower(Sm3.Hash(CanonicalJson.Strict.GetBytes(body)))),
                        KeyValuePair.Create("type", type.Key),
                        KeyValuePair.Create("version", version.ToString(CultureInfo.InvariantCulture)),
                    ]),
                    Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("person", actor.PersonId)])));
                return 0;
            },
            cancel);
    }

    /// <summary>Issues one licence.</summary>
    /// <param name="values">By field, and <see cref="HolderColumn"/>.</param>
    /// <param name="orderId">The same order gives the same licence.</param>
    /// <exception cref="InvalidInputException">Nobody has that code, or a value is missing.</exception>
    public async Task<Certificate> IssueAsync(Actor actor, LicenceType type, IReadOnlyDictionary<string, string> values, string orderId, CancellationToken cancel)
    {
        Refuse(actor, type);
        return await certificates.IssueAsync(await OrderAsync(type, values, orderId, cancel), orderId, cancel);
    }

    /// <summary>Issues a batch. The same rows again give the same licences.</summary>
    /// <exception cref="InvalidInputException">A line is wrong; then nothing is issued.</exception>
    public async Task<IReadOnlyList<Certificate>> IssueBatchAsync(Actor actor, LicenceType type, string csv, CancellationToken cancel)
    {
        Refuse(actor, type);
        var lines = csv.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var expected = Columns(type);
        if (lines.Length < 2 || lines.Length > MostRows + 1)
        {
            throw new InvalidInputException("rows", "certificates.type.fault.no-file");
        }
        var columns = lines[0].Split(',', StringSplitOptions.TrimEntries);
        if (!columns.SequenceEqual(expected))
        {
            throw new InvalidInputException("rows", "certificates.type.fault.header", string.Join(',', expected));
        }
        var batch = Convert.ToHexStringLower(Sm3.Hash(CanonicalJson.Strict.GetBytes(type.Key + "\n" + string.Join('\n', lines))))[..32];
        var (orders, faults) = (new List<(CertificateOrder Order, string Id)>(), new List<Fault>());
        foreach (var (line, number) in lines.Skip(1).Select((l, i) => (l, i + 2)))
        {
            var cells = line.Split(',', StringSplitOptions.TrimEntries);
            var values = columns.Zip(cells).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
            var orderId = string.Create(CultureInfo.InvariantCulture, $"batch/{batch}/{number}");
            try
            {
                orders.Add((await OrderAsync(type, values, orderId, cancel), orderId));
            }
            catch (InvalidInputException wrong)
            {
                faults.AddRange(wrong.Faults.Select(f => f with { Field = "rows", Args = f.Args.Length > 0 ? [$"{number}: {f.Args[0]}"] : [number.ToString(CultureInfo.InvariantCulture)] }));
            }
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var issued = new List<Certificate>();
        foreach (var (order, id) in orders)
        {
            issued.Add(await certificates.IssueAsync(order, id, cancel));
        }
        return issued;
    }

    public static IReadOnlyList<string> Columns(LicenceType type) => [HolderColumn, .. type.Fields.Select(f => f.Key)];

    private async Task<CertificateOrder> OrderAsync(LicenceType type, IReadOnlyDictionary<string, string> values, string orderId, CancellationToken cancel)
    {
        var faults = type.Fields.Where(f => f.Required && string.IsNullOrWhiteSpace(values.GetValueOrDefault(f.Key))).Select(f => new Fault("field." + f.Key, "certificates.type.fault.required", f.Label)).ToList();
        var code = values.GetValueOrDefault(HolderColumn, "").Trim();
        var holder = code.Length > 0 ? await people.PartyByCodeAsync(code, cancel) : null;
        if (holder is null)
        {
            faults.Add(new(HolderColumn, "certificates.type.fault.holder", code));
        }
        return faults.Count > 0
            ? throw new InvalidInputException(faults)
            : new(
                type.Key,
                new LocalText(type.Title),
                type.Pattern,
                holder!,
                type.IssuerOrganisationId,
                organisations.Find(type.IssuerOrganisationId)?.Division ?? "",
                time.GetUtcNow().ChinaDate(),
                type.ValidFor,
                [.. type.Fields.Where(f => !string.IsNullOrWhiteSpace(values.GetValueOrDefault(f.Key))).Select(f => new CertificateField(f.Key, new LocalText(f.Label), values[f.Key].Trim()))],
                orderId,
                orderId,
                Template);
    }

    private void Refuse(Actor actor, LicenceType type)
    {
        if (organisations.Find(type.IssuerOrganisationId) is not { } issuer || !access.May(actor, Permissions.CertificatesIssue, issuer.Path))
        {
            throw new DeniedException("certificates.type.fault.issuer");
        }
    }
}
