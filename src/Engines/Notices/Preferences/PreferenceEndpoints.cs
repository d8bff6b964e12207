using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Notices.Delivering;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Notices.Preferences;

/// <summary>/inbox/settings: how a person wants to be told besides the inbox.</summary>
internal static class PreferenceEndpoints
{
    private const string Address = "/inbox/settings";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Address).ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", (HttpContext http, CancellationToken _) => ShowAsync(http, [], null));
        pages.MapPost("", (HttpContext http, CancellationToken _) => ActAsync(http, (store, person, form, words) => store.SaveAsync(
            person, words.Language, form["mode"].ToString() switch { "at-once" => MailMode.AtOnce, "none" => MailMode.None, _ => MailMode.Digest }, Text(form, "mobile"), http.RequestAborted)));
        pages.MapPost("/mail", (HttpContext http, CancellationToken _) => ActAsync(http, (store, person, form, words) => store.AskAsync(person, words.Language, Text(form, "mail") ?? "", http.RequestAborted)));
        pages.MapPost("/code", (HttpContext http, CancellationToken _) => ActAsync(http, (store, person, form, _) => store.ConfirmAsync(person, Text(form, "code") ?? "", http.RequestAborted)));
        pages.MapPost("/forget", (HttpContext http, CancellationToken _) => ActAsync(http, (store, person, _, _) => store.ForgetMailAsync(person, http.RequestAborted)));
    }

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static async Task<IResult> ActAsync(HttpContext http, Func<PreferenceStore, string, IFormCollection, Phrases, Task> act)
    {
        var services = http.RequestServices;
        var actor = await services.GetRequiredService<IAccess>().ActorAsync(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            await act(services.GetRequiredService<PreferenceStore>(), actor.PersonId, form, services.GetRequiredService<Phrases>());
        }
        catch (InvalidInputException refusal)
        {
            return await ShowAsync(http, refusal.Faults, form);
        }
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = Address;
        return Results.Empty;
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IReadOnlyList<Fault> faults, IFormCollection? typed)
    {
        var services = http.RequestServices;
        var actor = await services.GetRequiredService<IAccess>().ActorAsync(http);
        var wish = await services.GetRequiredService<PreferenceStore>().OfAsync(actor.PersonId, http.RequestAborted);
        return new RazorComponentResult<PreferencePage>(new
        {
            Mail = wish.Mail,
            Asked = wish.Asked?.Mail,
            Mobile = typed?["mobile"].ToString() is { Length: > 0 } mobile ? mobile : wish.Mobile,
            TypedMail = typed?["mail"].ToString(),
            Mode = wish.MailMode switch { MailMode.AtOnce => "at-once", MailMode.None => "none", _ => "digest" },
            MayMail = services.GetRequiredService<MailSettings>().Server is not null,
            MayShortMessage = services.GetRequiredService<ShortMessageSettings>().Gateway is not null,
            Faults = faults,
        })
        {
            StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
        };
    }
}
