using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Asking.Corrections;

/// <summary>/sharing/corrections: what people say is wrong about them, for the department whose data it is.</summary>
internal static class CorrectionEndpoints
{
    private const string Address = "/sharing/corrections";

    private const int Shown = 100;

    /// <summary>Name of the field for the answer to one correction: a page has many.</summary>
    public static string AnswerOf(string id) => "answer-" + id;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Address).ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", (HttpContext http, CancellationToken cancel) => ShowAsync(http, [], cancel));
        pages.MapPost("/{id:length(26)}", async (string id, HttpContext http, CorrectionService corrections, IAccess access, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            try
            {
                var outcome = Enum.TryParse<CorrectionOutcome>(form["outcome"], out var chosen) && Enum.IsDefined(chosen) ? chosen : throw new InvalidInputException("outcome", "sharing.correction.fault.outcome");
                await corrections.SettleAsync(await access.ActorAsync(http), id, outcome, form[AnswerOf(id)].ToString(), cancel);
                return Results.Redirect(Address);
            }
            catch (InvalidInputException refusal)
            {
                return await ShowAsync(http, [.. refusal.Faults.Select(f => f.Field == "answer" ? f with { Field = AnswerOf(id) } : f)], cancel);
            }
        });
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        var (access, catalogue, language) = (http.RequestServices.GetRequiredService<IAccess>(), http.RequestServices.GetRequiredService<CatalogueStore>(), http.RequestServices.GetRequiredService<Ui.Texts.Phrases>().Language);
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.SharingProvide).Count == 0)
        {
            throw new DeniedException("sharing.correction.fault.not-yours");
        }
        var found = await http.RequestServices.GetRequiredService<CorrectionService>().AtSourceAsync(actor, Shown, cancel);
        var names = new Dictionary<ItemPath, string>();
        foreach (var item in found.Select(c => c.Item).Distinct())
        {
            var described = await catalogue.FindAsync(item.Resource, cancel);
            names[item] = $"{described?.Description.Title.In(language)} · {described?.Description.Find(item.Item)?.Name.In(language) ?? item.Item}";
        }
        return new RazorComponentResult<CorrectionsPage>(new { Corrections = (object)found, Names = (IReadOnlyDictionary<ItemPath, string>)names, Faults = faults })
        {
            StatusCode = faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }
}
