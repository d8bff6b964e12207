using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Ui.Page;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Web.Faults;

/// <summary>Turns what a handler throws, and every answer of 400 and above without a body, into a page for people or problem+json for programs.</summary>
internal sealed partial class FaultAnswers(RequestDelegate next, ILogger<FaultAnswers> log)
{
    public async Task InvokeAsync(HttpContext http, PageContext page)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Who hung up gets nothing; the status is for the traces, and stands already when the answer had begun.
            if (!http.Response.HasStarted)
            {
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
            return;
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, page, fault);
            return;
        }
        if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
        {
            await FaultPages.WriteAsync(http, FaultKind.OfStatus(http.Response.StatusCode), []);
        }
    }

    private async Task AnswerAsync(HttpContext http, PageContext page, Exception fault)
    {
        var (kind, faults) = fault switch
        {
            InvalidInputException refusal => (FaultKind.Invalid, refusal.Faults),
            ConflictException refusal => (FaultKind.Conflict, refusal.Faults),
            DeniedException refusal => (page.UserName is null && http.User.Identity?.IsAuthenticated != true ? FaultKind.NotSignedIn : FaultKind.Denied, refusal.Faults),
            NotFoundException refusal => (FaultKind.NotFound, refusal.Faults),
            BadHttpRequestException bad => (FaultKind.OfStatus(bad.StatusCode), []),
            _ when StorageFull.Is(fault) => (FaultKind.StorageFull, []),
            _ => (FaultKind.Broken, (IReadOnlyList<Fault>)[]),
        };
        if (kind == FaultKind.Broken || kind == FaultKind.StorageFull)
        {
            Broke(log, fault, http.Request.Method, http.Request.Path, TraceOf(http));
        }
        http.Response.Clear();
        if (kind == FaultKind.NotSignedIn && !Pipeline.IsApi(http.Request))
        {
            // A writing request cannot be repeated by following a link; after sign-in the person comes back to where the form stood.
            var back = HttpMethods.IsGet(http.Request.Method) ? page.Address : "/";
            http.Response.Redirect("/sign-in?back=" + Uri.EscapeDataString(back));
            return;
        }
        http.Response.StatusCode = kind.Status;
        await FaultPages.WriteAsync(http, kind, faults);
    }

    /// <summary>The name under which an operator finds this request in logs and traces.</summary>
    public static string TraceOf(HttpContext http) => Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    [LoggerMessage(LogLevel.Error, "{Method} {Path} broke (trace {Trace})")]
    private static partial void Broke(ILogger log, Exception fault, string method, string path, string trace);
}
