using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Checking;

/// <summary>Checking is open to everybody, signed in or not.</summary>
internal static class CheckEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/verify").ExcludeFromDescription();
        pages.MapGet("", ByNumberAsync);
        pages.MapPost("", ByFileAsync);
        pages.MapGet("/{id}", ByCodeAsync);
        pages.MapGet("/{id}/proof", ProofAsync);
    }

    private static async Task<IResult> ByNumberAsync(HttpContext http, Checker checker, CertificateStore store, IAccess access, CertificateRights rights, string? number, CancellationToken cancel)
    {
        if (number is null)
        {
            return new RazorComponentResult<CheckPage>();
        }
        if (string.IsNullOrWhiteSpace(number))
        {
            return Form(number, [new Fault("number", "certificates.fault.no-number")]);
        }
        return await AnswerAsync(http, await checker.CheckAsync(number, shownDigest: null, cancel), number.Trim(), store, access, rights, cancel);
    }

    private static async Task<IResult> ByCodeAsync(HttpContext http, Checker checker, CertificateStore store, IAccess access, CertificateRights rights, string id, [FromQuery(Name = "d")] string? digest, CancellationToken cancel) =>
        await AnswerAsync(http, await checker.CheckAsync(id, digest, cancel), id, store, access, rights, cancel);

    private static async Task<IResult> ByFileAsync(HttpContext http, Checker checker, CertificateStore store, IAccess access, CertificateRights rights, CancellationToken cancel)
    {
        try
        {
            var form = await http.Request.ReadFormAsync(cancel);
            await using var file = form.Files.GetFile("file")?.OpenReadStream() ?? Stream.Null;
            return await AnswerAsync(http, await checker.CheckFileAsync(file, cancel), asked: null, store, access, rights, cancel);
        }
        catch (InvalidInputException wrong)
        {
            return Form(number: null, wrong.Faults);
        }
    }

    /// <summary>The proof that the certificate's events stand in the log; without personal data, so anybody may have it.</summary>
    private static async Task<IResult> ProofAsync(CertificateStore store, IProofs proofs, string id, CancellationToken cancel)
    {
        var row = await store.FindAsync(id, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        return Results.File(await proofs.ProofFileAsync(Streams.Of(row.Id), (_, _) => false, cancel), "application/octet-stream", $"certificate-{row.Id}.proof");
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, CheckResult result, string? asked, CertificateStore store, IAccess access, CertificateRights rights, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var row = actor.IsSignedIn && result.Id is { } id ? await store.FindAsync(id, cancel) : null;
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        return new RazorComponentResult<VerdictPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(VerdictPage.Answer)] = result,
            [nameof(VerdictPage.Full)] = row is not null && rights.MaySee(actor, row),
            [nameof(VerdictPage.Asked)] = asked,
        });
    }

    private static RazorComponentResult<CheckPage> Form(string? number, IReadOnlyList<Fault> faults) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(CheckPage.Number)] = number, [nameof(CheckPage.Faults)] = faults }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
}
