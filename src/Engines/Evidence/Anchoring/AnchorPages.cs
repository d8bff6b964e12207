using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>What everybody may see of the log's anchors.</summary>
internal static class AnchorPages
{
    private const string Text = "text/plain; charset=utf-8";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/evidence").ExcludeFromDescription();
        pages.MapGet("/anchors", ShowAsync);
        pages.MapPost("/anchors", AskAsync);
        pages.MapGet("/checkpoint/latest", (HttpContext http, CancellationToken _) => NoticeAsync(http, size: null));
        pages.MapGet("/checkpoint/{size:long}", (long size, HttpContext http, CancellationToken _) => NoticeAsync(http, size));
        pages.MapGet("/checkpoint/{size:long}.txt", NoteAsync);
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

    private static async Task<IResult> ShowAsync(HttpContext http, IDatabase database, AnchorSettings settings, AnchorStanding standing, string? asked)
    {
        var view = await database.ReadAsync(session => AnchorsPage.AnchorsView.LoadAsync(session, settings, standing), http.RequestAborted);
        return new RazorComponentResult<AnchorsPage>(new { View = view, MayAsk = await MayAskAsync(http), Asked = asked is not null });
    }

    private static async Task<bool> MayAskAsync(HttpContext http)
    {
        try
        {
            await Operators(http).RequireAsync(http);
            return true;
        }
        catch (RefusalException)
        {
            return false; // The page is public; only its button is not.
        }
    }

    /// <summary>The operator's button: everybody is asked now.</summary>
    private static async Task<IResult> AskAsync(HttpContext http, IDatabase database, AnchorSignal signal)
    {
        await Operators(http).RequireAsync(http);
        await database.WriteAsync(AnchorRows.AskNowAsync, http.RequestAborted);
        signal.Asked.Pulse();
        return Results.Redirect("/evidence/anchors?asked=1", preserveMethod: false);
    }

    private static async Task<IResult> NoticeAsync(HttpContext http, long? size) => await LoadAsync(http, size) is { } view
        ? new RazorComponentResult<CheckpointPage>(new { View = view })
        : throw new NotFoundException("evidence.fault.no-checkpoint", size.ToString()!);

    private static async Task<IResult> NoteAsync(long size, HttpContext http) => await LoadAsync(http, size) is { } view
        ? Results.File(Encoding.UTF8.GetBytes(view.Note), Text, $"checkpoint-{size}.txt")
        : Results.NotFound();

    private static Task<CheckpointPage.CheckpointView?> LoadAsync(HttpContext http, long? size)
    {
        var services = http.RequestServices;
        var settings = services.GetRequiredService<ModuleSettings>();
        return services.GetRequiredService<IDatabase>().ReadAsync(session => CheckpointPage.CheckpointView.LoadAsync(session, size, settings), http.RequestAborted);
    }

    /// <summary>The host's answer, which this engine alone has not.</summary>
    private static ILogOperators Operators(HttpContext http) => http.RequestServices.GetRequiredService<ILogOperators>();
}
