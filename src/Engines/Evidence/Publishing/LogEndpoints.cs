using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;
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
        MapTree(log, SealedTree.Main, services => services.GetRequiredService<LogFolder>(), services => services.GetRequiredService<LogKey>().Verifier);
        log.MapMethods("/proof/{entryId}.tlog-proof", Reading, (string entryId, HttpContext http, StoredProofs proofs) => ProofAsync(entryId, http, proofs.EventProofAsync));
        log.MapMethods("/" + OfflinePage.FileName, Reading, Offline);

        var national = endpoints.MapGroup("/log-gm").ExcludeFromDescription();
        MapTree(national, SealedTree.National, services => services.GetRequiredService<NationalLog>().Folder, services => services.GetRequiredService<NationalKey>().Verifier);
        national.MapMethods("/proof/{entryId}.tlog-proof", Reading, (string entryId, HttpContext http, NationalProofs proofs) => ProofAsync(entryId, http, proofs.EventProofAsync));
    }

    /// <summary>What every tiled log serves.</summary>
    private static void MapTree(IEndpointRouteBuilder log, SealedTree tree, Func<IServiceProvider, LogFolder> folder, Func<IServiceProvider, VerifierKey> key)
    {
        log.MapMethods("/checkpoint", Reading, (HttpContext http) =>
        {
            var file = folder(http.RequestServices).CheckpointFile;
            http.Response.Headers.CacheControl = "no-cache";
            return File.Exists(file) ? Results.File(file, Text) : Results.NotFound();
        });
        log.MapMethods("/vkey", Reading, (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Text(key(http.RequestServices) + "\n", Text);
        });
        log.MapMethods("/tile/{**rest}", Reading, (string? rest, HttpContext http, IDatabase database) => TileAsync(rest, http, tree, folder(http.RequestServices), database));
    }

    private static async Task<IResult> TileAsync(string? rest, HttpContext http, SealedTree tree, LogFolder folder, IDatabase database)
    {
        if (!TilePath.TryParse("tile/" + rest, out var path) || await ContentAsync(path, tree, folder, database, http.RequestAborted) is not { } content)
        {
            return Results.NotFound();
        }
        http.Response.Headers.CacheControl = Immutable;
        return Results.Bytes(content, "application/octet-stream");
    }

    /// <summary>This node's file; where it has none yet, or no longer, the same bytes from the database, so that all nodes serve the same log.</summary>
    private static async Task<byte[]?> ContentAsync(TilePath path, SealedTree tree, LogFolder folder, IDatabase database, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllBytesAsync(folder.FileOf(path), cancel);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return await database.ReadAsync(
                async session => await tree.StateAsync(session) is { } state && path.IsWithin(state.Size) ? await Publisher.ContentAsync(session, tree, path) : null,
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

    private static async Task<IResult> ProofAsync(string entryId, HttpContext http, Func<string, CancellationToken, Task<string?>> prove)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return await prove(entryId, http.RequestAborted) is { } proof
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(proof), Text, $"{entryId}.tlog-proof")
            : Results.NotFound();
    }
}
