using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Proofs;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Publishing;

/// <summary>The log as outsiders read it (c2sp.org/tlog-tiles). Needs no sign-in and knows no personal data.</summary>
internal static class LogEndpoints
{
    private const string Text = "text/plain; charset=utf-8";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private const string Immutable = "public, max-age=31536000, immutable";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var log = endpoints.MapGroup("/log").ExcludeFromDescription();
        log.MapMethods("/checkpoint", Reading, (HttpContext http, LogFolder folder) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return File.Exists(folder.CheckpointFile) ? Results.File(folder.CheckpointFile, Text) : Results.NotFound();
        });
        log.MapMethods("/vkey", Reading, (HttpContext http, LogKey key) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Text(key.Verifier + "\n", Text);
        });
        log.MapMethods("/tile/{**rest}", Reading, TileAsync);
        log.MapMethods("/proof/{entryId}.tlog-proof", Reading, ProofAsync);
        log.MapMethods("/" + OfflinePage.FileName, Reading, Offline);
    }

    private static async Task<IResult> TileAsync(string? rest, HttpContext http, LogFolder folder, IDatabase database)
    {
        if (!TilePath.TryParse("tile/" + rest, out var tile) || await ContentAsync(tile, folder, database, http.RequestAborted) is not { } content)
        {
            return Results.NotFound();
        }
        http.Response.Headers.CacheControl = Immutable;
        return Results.Bytes(content, "application/octet-stream");
    }

    /// <summary>This node's file; where it has none yet, or no longer, the same bytes from the database, so that all nodes serve the same log.</summary>
    private static async Task<byte[]?> ContentAsync(TilePath tile, LogFolder folder, IDatabase database, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllBytesAsync(folder.FileOf(tile), cancel);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return await database.ReadAsync(
                async session => await LogState.LoadAsync(session) is { } state && tile.IsWithin(state.Size) ? await Publisher.ContentAsync(session, tile) : null,
                cancel);
        }
    }

    /// <summary>Shown in the browser, or with ?download saved as a file for later use without this site.</summary>
    private static IResult Offline(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = OfflinePage.Policy + "; frame-ancestors 'none'";
        http.Response.Headers.CacheControl = "no-cache";
        return Results.File(OfflinePage.Html, "text/html; charset=utf-8", http.Request.Query.ContainsKey("download") ? OfflinePage.FileName : null);
    }

    private static async Task<IResult> ProofAsync(string entryId, HttpContext http, StoredProofs proofs)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return await proofs.EventProofAsync(entryId, http.RequestAborted) is { } proof
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(proof), Text, $"{entryId}.tlog-proof")
            : Results.NotFound();
    }
}
