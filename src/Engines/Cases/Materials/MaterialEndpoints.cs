using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Materials;

/// <summary>GET /api/v1/cases/{id}/materials/{key}: the file as it was handed in, for those who may see the case.</summary>
internal static class MaterialEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/cases/{id}/materials/{key}", SendAsync)
            .WithName("GetCaseMaterial").WithTags("Cases").WithSummary("Download an uploaded material of a case")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SendAsync(string id, string key, HttpContext http, IAccess access, IMaterials materials, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            throw new DeniedException("cases.fault.sign-in");
        }
        var file = await materials.OpenAsync(actor, id, key, cancel) ?? throw new NotFoundException("cases.fault.no-such-file");
        var headers = http.Response.GetTypedHeaders();
        // Pictures and PDFs open in the browser, in a page that can run nothing; the rest is saved.
        var shown = file.ContentType is "application/pdf" or "image/png" or "image/jpeg";
        var disposition = new ContentDispositionHeaderValue(shown ? "inline" : "attachment");
        disposition.SetHttpFileName(file.FileName);
        headers.ContentDisposition = disposition;
        headers.CacheControl = new() { Private = true, NoCache = true };
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Stream(file.Content, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""));
    }
}
