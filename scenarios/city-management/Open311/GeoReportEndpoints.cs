using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Scenarios.CityManagement.Open311;

/// <summary>Open311 GeoReport v2 under /open311/v2: what can be reported, reporting, and what became of reports, as XML (the standard's own) or JSON.</summary>
internal static class GeoReportEndpoints
{
    private const string Json = "application/json; charset=utf-8";
    private const string Xml = "text/xml; charset=utf-8";

    public static void MapOpen311(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/open311/v2").ExcludeFromDescription().DisableAntiforgery();
        foreach (var ending in new[] { "", ".{format}" })
        {
            api.MapGet("services" + ending, ServicesAsync);
            api.MapGet("requests" + ending, RequestsAsync);
            api.MapPost("requests" + ending, ReportAsync);
        }
        api.MapGet("services/{code}", DefinitionAsync);
        api.MapGet("requests/{id}", RequestAsync);
        api.MapGet("tokens/{token}", TokenAsync);
    }

    private static Task ServicesAsync(HttpContext http) => AnswerAsync(http, (desk, _, cancel) => desk.ServicesAsync(cancel));

    private static Task DefinitionAsync(HttpContext http, [FromRoute] string code) => AnswerAsync(http, (desk, _, cancel) => desk.DefinitionAsync(Bare(code), cancel));

    private static Task RequestsAsync(HttpContext http) => AnswerAsync(http, (desk, words, cancel) => desk.RequestsAsync(words, cancel));

    private static Task ReportAsync(HttpContext http) => AnswerAsync(http, (desk, words, cancel) => desk.ReportAsync(words, cancel), StatusCodes.Status201Created);

    private static Task RequestAsync(HttpContext http, [FromRoute] string id) => AnswerAsync(http, (desk, _, cancel) => desk.RequestAsync(Bare(id), cancel));

    private static Task TokenAsync(HttpContext http, [FromRoute] string token) => AnswerAsync(http, (desk, _, cancel) => desk.TokenAsync(Bare(token), cancel));

    private static async Task AnswerAsync(HttpContext http, Func<GeoReportDesk, Func<string, string?>, CancellationToken, Task<GeoList>> answer, int success = StatusCodes.Status200OK)
    {
        var cancel = http.RequestAborted;
        var status = success;
        GeoList list;
        try
        {
            var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(cancel) : null;
            string? Word(string name) => form is not null && form.TryGetValue(name, out var sent) ? sent.ToString() : http.Request.Query.TryGetValue(name, out var asked) ? asked.ToString() : null;
            var desk = http.RequestServices.GetRequiredService<GeoReportDesk>();
            desk.DemandJurisdiction(Word("jurisdiction_id"));
            list = await answer(desk, Word, cancel);
        }
        catch (GeoReportException wrong)
        {
            (status, list) = (wrong.Status, GeoReport.Errors(wrong.Status, wrong.Message));
        }
        catch (RefusalException refused)
        {
            // What the platform refuses in its own words goes out as the standard's general error.
            var t = http.RequestServices.GetRequiredService<Phrases>();
            status = refused is NotFoundException ? StatusCodes.Status404NotFound : refused is DeniedException ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest;
            list = new("errors", "error", [.. refused.Faults.Select(f => GeoReport.Errors(status, $"{f.Field}: {t[f]}".TrimStart(':', ' ')).Things[0])]);
        }
        var json = IsJson(http.Request);
        http.Response.StatusCode = status;
        http.Response.ContentType = json ? Json : Xml;
        await http.Response.Body.WriteAsync(json ? GeoReport.Json(list) : GeoReport.Xml(list), cancel);
    }

    /// <summary>By the ending of the address as the standard has it; without one by what the client accepts; XML when it does not say.</summary>
    private static bool IsJson(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        return path.EndsWith(".json", StringComparison.Ordinal) || (!path.EndsWith(".xml", StringComparison.Ordinal) && request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal));
    }

    private static string Bare(string name) => name.EndsWith(".json", StringComparison.Ordinal) ? name[..^5] : name.EndsWith(".xml", StringComparison.Ordinal) ? name[..^4] : name;
}
