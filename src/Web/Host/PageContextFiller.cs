using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Page;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Web.Host;

/// <summary>Tells the shell of the page who is there, where they may go, and what time it is.</summary>
internal sealed class PageContextFiller(RequestDelegate next, TimeProvider time, PhraseBook book, NodeOptions options, RunningModules running, IAntiforgery forgery)
{
    private readonly IReadOnlyList<NavigationEntry> _entries = [.. running.All.SelectMany(m => m.Navigation).OrderBy(n => n.Area).ThenBy(n => n.Order)];

    private static async Task<Dictionary<string, long>> CountsAsync(HttpContext http, string person)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var count in http.RequestServices.GetServices<INavigationCount>())
        {
            if (await count.CountAsync(person, http.RequestAborted) is > 0 and var waiting)
            {
                counts[count.Href] = waiting;
            }
        }
        return counts;
    }

    public async Task InvokeAsync(HttpContext http, PageContext page)
    {
        if (!Pipeline.IsApi(http.Request))
        {
            var access = http.RequestServices.GetService<IAccess>();
            var actor = access is null ? Actor.Visitor : await access.ActorAsync(http);
            page.UserName = actor.IsSignedIn ? actor.Name : null;
            page.Navigation = [.. _entries.Where(e => MayFollow(e, access, actor))];
            page.Counts = actor.IsSignedIn ? await CountsAsync(http, actor.PersonId) : page.Counts;
            page.Address = http.Request.GetEncodedPathAndQuery();
            page.Now = time.GetUtcNow();
            page.Demo = options.Demo;
            page.Languages = [.. book.Languages.OrderByDescending(l => l == "zh").ThenBy(l => l, StringComparer.Ordinal)];
            page.AntiforgeryTokens = () =>
            {
                var tokens = forgery.GetAndStoreTokens(http);
                return (tokens.FormFieldName, tokens.RequestToken!);
            };
        }
        await next(http);
    }

    private static bool MayFollow(NavigationEntry entry, IAccess? access, Actor actor) => entry.Permission switch
    {
        null => true,
        "signed-in" => actor.IsSignedIn,
        var permission => access is not null && access.Reach(actor, permission).Count > 0,
    };
}
