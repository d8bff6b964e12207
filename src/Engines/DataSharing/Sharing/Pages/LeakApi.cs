using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Pages;

/// <summary>POST /api/v1/pool/leaks: what the page /sharing/leak tells, for programs and for "zj pool trace-leak". The keys of the marks stay on the platform.</summary>
internal static class LeakApi
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/v1/pool/leaks", TraceAsync).DisableAntiforgery().RequireSignIn().WithTags("Pool").WithName("TraceLeak")
        .WithSummary("Under which grant a leaked file was given")
        .WithDescription("The body is the file or a part of it: text in UTF-8 or GBK, or Parquet, at most 20 MB. Rows may be missing, sorted or mixed, columns removed or renamed. Needs the right to oversee sharing; only grants within it are looked at. An empty list says that no marks were found, not that nobody leaked.")
        .Accepts<byte[]>("application/octet-stream").Produces<LeakAnswer>().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> TraceAsync(HttpContext http, [FromServices] LeakDesk leaks, [FromServices] IAccess access, [FromServices] ICatalogue catalogue, [FromServices] IOrganisations organisations, CancellationToken cancel)
    {
        var actor = await LeakPages.RequireAsync(http, access);
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, cancel)) > 0;)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > LeakDesk.MostBytes)
            {
                throw new InvalidInputException("file", "sharing.leak.fault.size");
            }
        }
        if (memory.Length == 0)
        {
            throw new InvalidInputException("file", "sharing.leak.fault.file");
        }
        IReadOnlyList<(NamedGrant Named, Grant Grant)> named;
        try
        {
            named = await leaks.TraceAsync(actor, memory.ToArray(), cancel);
        }
        catch (InvalidOperationException)
        {
            throw new InvalidInputException("file", "sharing.leak.fault.parquet");
        }
        var found = new List<LeakNamed>();
        foreach (var (name, grant) in named)
        {
            found.Add(new(grant.Id, grant.Resource, (await catalogue.FindAsync(grant.Resource, cancel))?.Description.Title ?? new LocalText(grant.Resource), grant.RecipientId, SharingPages.NameOf(organisations, grant.RecipientId), grant.Purpose, grant.At, name.Codes, name.AllCodes, name.Agreeing, name.Places));
        }
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new LeakAnswer(found));
    }
}

/// <param name="Grants">The grants whose marks the file bears, strongest first.</param>
internal sealed record LeakAnswer(IReadOnlyList<LeakNamed> Grants);

/// <param name="Codes">Different row codes of this grant, of <paramref name="AllCodes"/> in the file; two suffice.</param>
/// <param name="Agreeing">Signs written as for this grant, of <paramref name="Places"/>; by chance it would be half.</param>
internal sealed record LeakNamed(string Grant, string Resource, LocalText Title, string RecipientId, LocalText Recipient, string Purpose, DateTimeOffset At, int Codes, int AllCodes, int Agreeing, int Places);
