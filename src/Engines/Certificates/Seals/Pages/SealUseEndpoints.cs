using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Seals.Using;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals.Pages;

/// <summary>The page on which a keeper seals a PDF.</summary>
internal static class SealUseEndpoints
{
    /// <summary>Places that the form offers, as shares of the page.</summary>
    private static readonly Dictionary<string, SealPlace> Places = new(StringComparer.Ordinal)
    {
        ["last-right"] = SealPlace.Usual,
        ["last-left"] = SealPlace.Usual with { X = 0.26 },
        ["first-right"] = SealPlace.Usual with { Page = 1 },
        ["first-top"] = new(1, 0.74, 0.16),
    };

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/seals/{id}/use").ExcludeFromDescription();
        pages.MapGet("", AskAsync);
        pages.MapPost("", SealAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return actor.IsSignedIn ? Form(await FindAsync(actor, rights, store, id, cancel), new("", ""), "last-right", []) : SealEndpoints.SignIn(http);
    }

    private static async Task<IResult> SealAsync(HttpContext http, IAccess access, SealRights rights, SealStore store, ISeals seals, string id, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var seal = await FindAsync(actor, rights, store, id, cancel);
        var form = await http.Request.ReadFormAsync(cancel);
        var purpose = new SealPurpose(form["purpose"].ToString(), form["subject"].ToString());
        var place = form["place"].ToString();
        try
        {
            var sealing = await seals.SealPdfAsync(actor, seal.Id, purpose, await ReadAsync(form.Files.GetFile("file"), cancel), Places.GetValueOrDefault(place, SealPlace.Usual), cancel);
            http.Response.Headers.Location = "/seals/uses/" + sealing.UseId;
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }
        catch (RefusalException refused) when (refused is InvalidInputException or ConflictException)
        {
            return Form(seal, purpose, place, refused.Faults);
        }
    }

    /// <exception cref="InvalidInputException">There is no file, or it is too large.</exception>
    internal static async Task<byte[]> ReadAsync(IFormFile? file, CancellationToken cancel)
    {
        if (file is null or { Length: 0 })
        {
            throw new InvalidInputException("file", "certificates.seal.fault.no-file");
        }
        if (file.Length > Sealer.LargestPdf)
        {
            throw new InvalidInputException("file", "certificates.fault.file-too-large", (Sealer.LargestPdf / 1024 / 1024).ToString(CultureInfo.InvariantCulture));
        }
        using var into = new MemoryStream((int)file.Length);
        await file.CopyToAsync(into, cancel);
        return into.ToArray();
    }

    private static async Task<Seal> FindAsync(Actor actor, SealRights rights, SealStore store, string id, CancellationToken cancel)
    {
        var seal = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.seal.fault.unknown");
        SealRights.Refuse(rights.Keeps(actor, seal), "certificates.seal.fault.not-keeper");
        return seal;
    }

    private static RazorComponentResult<SealUseFormPage> Form(Seal seal, SealPurpose purpose, string place, IReadOnlyList<Fault> faults)
    {
        var page = SealEndpoints.View<SealUseFormPage>(
            (nameof(SealUseFormPage.Seal), seal), (nameof(SealUseFormPage.Purpose), purpose), (nameof(SealUseFormPage.Place), place), (nameof(SealUseFormPage.Places), Places.Keys.ToList()), (nameof(SealUseFormPage.Faults), faults));
        page.StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null;
        return page;
    }
}
