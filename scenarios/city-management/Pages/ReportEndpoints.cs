using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Scenarios.CityManagement.Duplicates;
using Zhuangjin.Scenarios.CityManagement.Reporting;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Pages;

/// <summary>Reporting from the street: one form, and one question more when others have reported probably the same.</summary>
internal static class ReportEndpoints
{
    private static readonly string[] Typed = ["class", "place", "grid", "longitude", "latitude", "description"];

    public static void MapReportPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/city/report").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", FormAsync);
        pages.MapPost("", WriteAsync);
        pages.MapGet("/{draft}", SameAsync);
        pages.MapPost("/{draft}", ChooseAsync);
    }

    private static async Task<IResult> FormAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] ReportDesk desk, string? draft, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var written = draft is { Length: > 0 } ? await desk.FindAsync(actor, draft, cancel) : null;
        return Page(http, rights.IsOfficial(actor), written?.Draft, written?.Draft.Form, []);
    }

    private static async Task<IResult> WriteAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CityRights rights, [FromServices] ReportDesk desk, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = Typed.Select(f => (Field: f, Value: form["form." + f].ToString().Trim())).Where(v => v.Value.Length > 0).ToDictionary(v => v.Field, v => v.Value, StringComparer.Ordinal);
        var written = await desk.WriteAsync(actor, form["draft"].ToString() is { Length: > 0 } id ? id : null, typed, await PhotoAsync(form.Files.GetFile("material.photo"), cancel), cancel);
        if (written.Faults.Count > 0)
        {
            return Page(http, rights.IsOfficial(actor), written.Draft, written.Draft.Form, written.Faults);
        }
        if (written.Duplicates.Count > 0)
        {
            return Results.Redirect("/city/report/" + written.Draft.Id, preserveMethod: false);
        }
        return Sent(await desk.SendAsync(actor, written.Draft.Id, cancel), "reported");
    }

    private static async Task<IResult> SameAsync(string draft, HttpContext http, [FromServices] IAccess access, [FromServices] ReportDesk desk, CancellationToken cancel)
    {
        var written = await desk.FindAsync(await access.ActorAsync(http), draft, cancel) ?? throw new NotFoundException("city.fault.no-report");
        return written.Duplicates.Count == 0 ? Results.Redirect("/city/report?draft=" + written.Draft.Id) : Same(written, []);
    }

    private static async Task<IResult> ChooseAsync(string draft, HttpContext http, [FromServices] IAccess access, [FromServices] ReportDesk desk, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var chosen = (await http.Request.ReadFormAsync(cancel))["do"].ToString();
        try
        {
            return chosen.StartsWith("join:", StringComparison.Ordinal)
                ? Sent(await desk.JoinAsync(actor, draft, chosen["join:".Length..], cancel), "followed")
                : Sent(await desk.SendAsync(actor, draft, cancel), "reported");
        }
        catch (ConflictException moved) when (moved.Faults.Any(f => f.Code.StartsWith("city.", StringComparison.Ordinal)))
        {
            // It was closed while the reporter looked: then it is offered no more.
            var written = await desk.FindAsync(actor, draft, cancel) ?? throw new NotFoundException("city.fault.no-report");
            return Same(written, moved.Faults);
        }
    }

    private static IResult Sent(Ticket ticket, string how) => Results.Redirect($"/city/tickets/{ticket.Number}?done={how}", preserveMethod: false);

    private static RazorComponentResult<SamePage> Same(WrittenReport written, IReadOnlyList<Fault> faults) => new(new
    {
        Draft = written.Draft.Id,
        written.Duplicates,
        Faults = faults,
    })
    { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };

    private static RazorComponentResult<ReportPage> Page(HttpContext http, bool official, Draft? draft, IReadOnlyDictionary<string, string>? values, IReadOnlyList<Fault> faults)
    {
        // The one page that asks a phone where it is, and only when its owner presses the button.
        http.Response.Headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()";
        return new(new
        {
            Draft = draft?.Id ?? "",
            PhotoName = draft?.Materials.GetValueOrDefault("photo")?.FileName,
            Values = values ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Official = official,
            Faults = faults,
        })
        { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
    }

    internal static async Task<TakenPhoto?> PhotoAsync(IFormFile? file, CancellationToken cancel)
    {
        if (file is not { Length: > 0 })
        {
            return null;
        }
        using var bytes = new MemoryStream();
        await using (var content = file.OpenReadStream())
        {
            await content.CopyToAsync(bytes, cancel);
        }
        return new(Path.GetFileName(file.FileName), bytes.ToArray());
    }
}
