using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Pages;

/// <summary>GET and POST /evidence/verify: checks an uploaded proof against this log's key, or another one that the visitor gives. Keeps nothing.</summary>
internal static class VerifyPageHandler
{
    private const int LargestUpload = 16 << 20;

    public static RazorComponentResult<VerifyPage> Ask(LogKey key) => Page(new { VerifierKey = key.Verifier.ToString() }, StatusCodes.Status200OK);

    public static async Task<RazorComponentResult<VerifyPage>> AnswerAsync(HttpRequest request, LogKey own, NationalLog national)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var key = form["key"].ToString().Trim();
        key = key.Length == 0 ? own.Verifier.ToString() : key;
        if (form.Files.GetFile("proof") is not { Length: > 0 } file)
        {
            return Refused(key, new("proof", "evidence.fault.no-file"));
        }
        if (file.Length > LargestUpload)
        {
            return Refused(key, new("proof", "evidence.verify.too-large", LargestUpload.ToString()));
        }
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        return Page(new { Report = ProofVerifier.VerifyFile(bytes.ToArray(), Keys(key, own, national)), VerifierKey = key }, StatusCodes.Status200OK);
    }

    /// <summary>The visitor's keys, one on each line; our own key brings that of the national tree with it, which signs the same records.</summary>
    private static IReadOnlyList<string> Keys(string given, LogKey own, NationalLog national)
    {
        var lines = given.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        return lines is [var only] && only == own.Verifier.ToString() ? [only, national.Key.Verifier.ToString()] : lines;
    }

    private static RazorComponentResult<VerifyPage> Refused(string key, Fault fault) =>
        Page(new { VerifierKey = key, Faults = (IReadOnlyList<Fault>)[fault] }, StatusCodes.Status422UnprocessableEntity);

    private static RazorComponentResult<VerifyPage> Page(object parameters, int status) => new(parameters) { StatusCode = status };
}
