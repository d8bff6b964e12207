using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Ui.Texts;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Web.Faults;

/// <summary>Writes a fault as a page or, under the API's addresses, as problem+json (RFC 9457). The status is set by the caller.</summary>
internal static class FaultPages
{
    public static Task WriteAsync(HttpContext http, FaultKind kind, IReadOnlyList<Fault> faults) =>
        Pipeline.IsApi(http.Request) ? WriteProblemAsync(http, kind, faults) : WritePageAsync(http, kind, faults);

    private static Task WriteProblemAsync(HttpContext http, FaultKind kind, IReadOnlyList<Fault> faults)
    {
        var words = http.RequestServices.GetRequiredService<Phrases>();
        var problem = new ProblemDetails
        {
            Status = http.Response.StatusCode,
            Type = "urn:zhuangjin:fault:" + kind.Key,
            Title = words[$"web.fault.{kind.Key}.title"],
            Detail = faults.Count > 0 ? string.Join(' ', faults.Select(f => words[f])) : words[$"web.fault.{kind.Key}.text"],
            Extensions =
            {
                ["trace"] = FaultAnswers.TraceOf(http),
                ["faults"] = faults.Select(f => new { field = f.Field, code = f.Code, message = words[f] }).ToList(),
            },
        };
        return http.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
    }

    private static Task WritePageAsync(HttpContext http, FaultKind kind, IReadOnlyList<Fault> faults)
    {
        var page = new RazorComponentResult<FaultPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(FaultPage.Kind)] = kind.Key,
            [nameof(FaultPage.Faults)] = faults,
            [nameof(FaultPage.Trace)] = FaultAnswers.TraceOf(http),
        })
        {
            StatusCode = http.Response.StatusCode,
        };
        return page.ExecuteAsync(http);
    }
}
