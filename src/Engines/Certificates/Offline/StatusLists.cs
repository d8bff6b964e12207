using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Seals;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Offline;

/// <summary>The signed list of what an organisation has revoked, to be carried to places without network: certificates that it issued, and seals that it made with the times when they were stopped.</summary>
internal sealed class StatusLists(IDatabase database, IssuerKeys keys, SealKeys seals, TimeProvider time)
{
    /// <summary>How long a list counts as fresh.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/certificates/issuers/{organisationId}/status.json", async (StatusLists lists, string organisationId, CancellationToken cancel) =>
            Results.Bytes(await lists.OfCertificatesAsync(organisationId, cancel), "application/json; charset=utf-8")).ExcludeFromDescription();
        endpoints.MapGet("/seals/makers/{organisationId}/status.json", async (StatusLists lists, string organisationId, CancellationToken cancel) =>
            Results.Bytes(await lists.OfSealsAsync(organisationId, cancel), "application/json; charset=utf-8")).ExcludeFromDescription();
    }

    /// <summary>Certificates that the organisation has revoked, signed with the key that it issues with.</summary>
    /// <exception cref="NotFoundException">The organisation has no key: it has issued nothing.</exception>
    public async Task<byte[]> OfCertificatesAsync(string organisationId, CancellationToken cancel)
    {
        var key = await keys.FindAsync(organisationId, cancel) ?? throw new NotFoundException("certificates.fault.no-issuer-key");
        var revoked = await database.ReadAsync(
            session => session.QueryAsync(
                "select id, revoked_at from certificates_certificate where issuer_organisation_id = $1 and revoked_at is not null order by id",
                object (r) => Members(("id", r.GetString(0)), ("at", Instant(ChinaTime.FromMicros(r.GetInt64(1))))), organisationId),
            cancel);
        return List(organisationId, "revoked", revoked, bytes => key.Sign(bytes));
    }

    /// <summary>When seals that the organisation has made were suspended, resumed and revoked, signed with the key that it makes them with.</summary>
    /// <exception cref="NotFoundException">The organisation has made no seal.</exception>
    public async Task<byte[]> OfSealsAsync(string organisationId, CancellationToken cancel)
    {
        _ = await seals.FindMakerAsync(organisationId, cancel) ?? throw new NotFoundException("certificates.fault.no-issuer-key");
        var maker = await seals.OfMakerAsync(organisationId, cancel);
        var changes = await database.ReadAsync(
            session => session.QueryAsync(
                "select s.number, e.kind, e.at from certificates_seal s join certificates_seal_event e on e.seal_id = s.id where s.maker_organisation_id = $1 order by s.number, e.sequence",
                object (r) => Members(("seal", r.GetString(0)), ("kind", r.GetString(1)), ("at", Instant(ChinaTime.FromMicros(r.GetInt64(2))))), organisationId),
            cancel);
        return List(organisationId, "seals", changes, bytes => maker.Key.Sign(bytes));
    }

    private byte[] List(string organisationId, string what, List<object> lines, Func<byte[], byte[]> sign)
    {
        var now = time.GetUtcNow();
        return SignedStatement.Make(
            SignedStatement.StatusList,
            Members(("format", "zhuangjin.status"), ("v", 1L), ("organisation", organisationId), ("at", Instant(now)), ("until", Instant(now + Fresh)), (what, lines)),
            sign).ToBytes();
    }

    /// <summary>An instant with microseconds, in UTC.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static Dictionary<string, object?> Members(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            all.Add(name, value);
        }
        return all;
    }
}
