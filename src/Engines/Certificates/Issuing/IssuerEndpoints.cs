using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Issuing;

/// <summary>Who issued, and with which key: published so that a signature can be checked without us.</summary>
internal static class IssuerEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/certificates/issuers/{organisationId}", RecordAsync).ExcludeFromDescription();
        endpoints.MapGet("/certificates/issuers/{organisationId}/key.pem", PemAsync).ExcludeFromDescription();
    }

    /// <summary>A record that describes itself and is signed with the key that it names, in canonical JSON.</summary>
    private static async Task<IResult> RecordAsync(IOrganisations organisations, IssuerKeys keys, string organisationId, CancellationToken cancel)
    {
        var (organisation, key) = await FindAsync(organisations, keys, organisationId, cancel);
        var record = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["format"] = "zhuangjin.certificate-issuer",
            ["v"] = 1L,
            ["organisation"] = organisation.Id,
            ["division"] = organisation.Division,
            ["name"] = organisation.Name.Values.ToDictionary(n => n.Key, object? (n) => n.Value, StringComparer.Ordinal),
            ["key"] = key.Id,
            ["publicKey"] = key.PublicKey.ToPem(),
            ["algorithm"] = "SM2-with-SM3",
            ["curve"] = "sm2p256v1",
            ["signer"] = Sm2UserId.Default,
        };
        record["signature"] = Convert.ToBase64String(key.Sign(CanonicalJson.Write(record)));
        return Results.Bytes(CanonicalJson.Write(record), "application/json; charset=utf-8");
    }

    private static async Task<IResult> PemAsync(IOrganisations organisations, IssuerKeys keys, string organisationId, CancellationToken cancel)
    {
        var (_, key) = await FindAsync(organisations, keys, organisationId, cancel);
        return Results.Text(key.PublicKey.ToPem(), "application/x-pem-file", Encoding.ASCII);
    }

    private static async Task<(Organisation Organisation, IssuerKey Key)> FindAsync(IOrganisations organisations, IssuerKeys keys, string organisationId, CancellationToken cancel) =>
        organisations.Find(organisationId) is { } organisation && await keys.FindAsync(organisation.Id, cancel) is { } key
            ? (organisation, key)
            : throw new NotFoundException("certificates.fault.no-issuer-key");
}
