using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Zhuangjin.Evidence.Deposits.Searching;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Deposits.Api;

/// <summary>GET /api/v1/deposits: the search of the pages, for programs. It tells what the log tells anybody, no names and no private values.</summary>
internal static class DepositFinding
{
    private const int Usual = 50;

    private const int Most = 1_000;

    public static async Task<IResult> FindAsync(
        [FromQuery] string? department, [FromQuery] string? scene, [FromQuery] string? from, [FromQuery] string? to, [FromQuery] string? digest, [FromQuery] string? before, [FromQuery] string? size,
        HttpContext http, [FromServices] IDatabase database, CancellationToken cancel)
    {
        var (query, faults) = SearchReading.Read(new(department, scene, from, to, digest, before));
        var most = Usual;
        if (size is not null && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > Most))
        {
            faults = [.. faults, new Fault("size", "evidence.deposit.fault.page-size", Most.ToString(CultureInfo.InvariantCulture))];
        }
        if (faults.Count > 0)
        {
            throw new InvalidInputException(faults);
        }
        var found = await database.ReadAsync(session => DepositSearch.FindAsync(session, query, most + 1), cancel);
        var shown = found.Take(most).ToList();
        return Results.Ok(new FoundDeposits(
            [.. shown.Select(d => new FoundDeposit(d.Id, d.Organisation, d.Scene, d.Kind, d.Sequence, d.Sha256, d.Sm3, d.Size, d.At, d.Place))],
            found.Count > most ? Next(http.Request, new DepositsPage.Cursor(shown[^1].At.ToMicros(), shown[^1].Id)) : null));
    }

    /// <summary>The same question, from where this page ended.</summary>
    private static string Next(HttpRequest request, DepositsPage.Cursor end) =>
        request.Path + new QueryBuilder(request.Query.Where(q => q.Key != "before").SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""))) { { "before", end.ToString() } }.ToQueryString();
}

/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record FoundDeposits(IReadOnlyList<FoundDeposit> Deposits, string? Next);

/// <param name="Index">Place in the log; null while it is not sealed.</param>
/// <param name="At">When it was received.</param>
internal sealed record FoundDeposit(string Id, string Department, string Scene, string Kind, long Sequence, string? Sha256, string? Sm3, long? Size, DateTimeOffset At, long? Index);
