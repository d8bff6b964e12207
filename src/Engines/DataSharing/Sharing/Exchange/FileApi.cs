using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Zhuangjin.DataSharing.Sharing.Changes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>GET /api/v1/pool/{resource}/file: all that a grant lets through, as one file that can be resumed.</summary>
internal static class FileApi
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapMethods("/api/v1/pool/{resource}/file", [HttpMethods.Get, HttpMethods.Head], GiveAsync).RequireSignIn().WithTags("Pool").WithName("GetPoolFile")
        .WithSummary("All records that a grant lets through, as CSV or Parquet")
        .WithDescription("format is csv (UTF-8 with byte-order mark, RFC 4180; a missing value is empty, an empty text is \"\") or parquet. The ETag is the SHA-256 of the whole file: a transfer that broke off is resumed with Range and If-Range. " +
            "Every request is on record before it is answered. The file is marked: from part of it one can tell for whom it was made. The column zj_code is one of its marks and means nothing else. The header X-Pool-Cursor is where reading the changes goes on from this file.")
        .Produces(StatusCodes.Status200OK, contentType: "text/csv").Produces(StatusCodes.Status206PartialContent).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> GiveAsync(string resource, [FromQuery] string? grant, [FromQuery] string? format, HttpContext http, [FromServices] FileExchange exchange, [FromServices] ChangeFeed changes, [FromServices] IAccess access, CancellationToken cancel)
    {
        FileFormat? chosen = format switch { null or "csv" => FileFormat.Csv, "parquet" => FileFormat.Parquet, _ => null };
        if (chosen is not { } known)
        {
            throw new InvalidInputException("format", "sharing.exchange.fault.format");
        }
        try
        {
            var (file, content, data) = await exchange.OpenAsync(await access.ActorAsync(http), resource, grant ?? "", known, cancel);
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(file.Sha256))}:";
            http.Response.Headers["X-Pool-Version"] = data.Data.ToString();
            http.Response.Headers["X-Pool-Cursor"] = changes.After(grant ?? "", data.Data.Number);
            return Results.Stream(content, known == FileFormat.Csv ? "text/csv; charset=utf-8" : "application/vnd.apache.parquet", $"{data.Data}.{(known == FileFormat.Csv ? "csv" : "parquet")}",
                entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
        }
        catch (QuotaSpentException spent)
        {
            return Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, title: "The grant's quota of today is used up", extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = spent.Faults[0].Code });
        }
    }
}
