using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;

/// <summary>The demo's invented banks: they check the signature and answer the same account for the same request.</summary>
internal static class DemoBank
{
    public const string Root = "/api/v1/demo-banks";

    public static void MapDemoBanks(this IEndpointRouteBuilder endpoints) => endpoints.MapPost(Root + "/{bank}", OpenAsync).ExcludeFromDescription().AllowAnonymous();

    private static async Task<IResult> OpenAsync(string bank, HttpContext http, CancellationToken cancel)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(cancel);
        var (id, seconds) = (http.Request.Headers["webhook-id"].ToString(), http.Request.Headers["webhook-timestamp"].ToString());
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(BankConnection.DemoSecret, Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}")));
        return BankConnection.Names.Contains(bank) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(http.Request.Headers["webhook-signature"].ToString()))
            ? Results.Json(new { account = "99" + (BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(bank + id))) % 10_000_000_000_000_000).ToString("D16", CultureInfo.InvariantCulture) })
            : Results.Unauthorized();
    }
}
