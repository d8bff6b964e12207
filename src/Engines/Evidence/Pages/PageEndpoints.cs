using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Evidence.Paper;

namespace Zhuangjin.Evidence.Pages;

/// <summary>The log's pages for people. Everybody may read them: they show what is published anyway.</summary>
internal static class PageEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/log", () => Results.Redirect("/evidence"));
        pages.MapGet("/evidence", LogPageHandler.AnswerAsync);
        pages.MapGet("/evidence/entries/{index:long}", EntryPageHandler.AnswerAsync);
        pages.MapGet("/evidence/entries/{index:long}/certificate.pdf", CertificateHandler.AnswerAsync);
        pages.MapGet("/evidence/verify", VerifyPageHandler.Ask);
        pages.MapGet("/evidence/witnesses", WitnessesPageHandler.AnswerAsync);
        pages.MapPost("/evidence/verify", VerifyPageHandler.AnswerAsync);
    }
}
