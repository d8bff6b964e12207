using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>What everybody may see of the log's anchors.</summary>
internal static class AnchorPages
{
    private const string Text = "text/plain; charset=utf-8";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/evidence").ExcludeFromDescription();
        pages.MapGet("/anchors/{id}.tsr", (string id, IDatabase database, CancellationToken cancel) =>
            FileAsync(database, id, AnchorKind.TimeStamp, "application/timestamp-reply", ".tsr", a => a.Proof, cancel));
        pages.MapGet("/anchors/{id}.txt", (string id, IDatabase database, CancellationToken cancel) =>
            FileAsync(database, id, AnchorKind.TimeStamp, Text, ".txt", a => Encoding.UTF8.GetBytes(a.Text), cancel));
        pages.MapGet("/anchors/{id}.tlog-proof", (string id, IDatabase database, CancellationToken cancel) =>
            FileAsync(database, id, AnchorKind.Peer, Text, ".tlog-proof", a => a.Proof, cancel));
    }

    private static async Task<IResult> FileAsync(IDatabase database, string id, string kind, string type, string ending, Func<Anchor, byte[]> bytes, CancellationToken cancel) =>
        await database.ReadAsync(session => AnchorRows.FindAsync(session, id), cancel) is { } anchor && anchor.Kind == kind
            ? Results.File(bytes(anchor), type, $"checkpoint-{anchor.Size}{ending}")
            : Results.NotFound();
}
