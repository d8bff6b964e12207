using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Certificates.Seals.Pages;

/// <summary>Checking a sealed paper is open to everybody.</summary>
internal static class SealCheckEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/seals/check").ExcludeFromDescription();
        pages.MapGet("", () => SealEndpoints.View<SealCheckPage>());
        pages.MapPost("", CheckAsync);
    }

    private static async Task<IResult> CheckAsync(HttpContext http, ISeals seals, CancellationToken cancel)
    {
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        try
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var file = form.Files.GetFile("file");
            var answers = await seals.CheckPdfAsync(await SealUseEndpoints.ReadAsync(file, cancel), cancel);
            return SealEndpoints.View<SealCheckPage>((nameof(SealCheckPage.Answers), answers), (nameof(SealCheckPage.File), file!.FileName));
        }
        catch (InvalidInputException wrong)
        {
            var page = SealEndpoints.View<SealCheckPage>((nameof(SealCheckPage.Faults), wrong.Faults));
            page.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return page;
        }
    }
}
