using Microsoft.AspNetCore.Http;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Web.Host;

/// <summary>Chooses the language: ?lang= (kept in a cookie, then left out of the address), the cookie, what the browser prefers, Chinese.</summary>
internal sealed class RequestLanguageReader(RequestDelegate next, PhraseBook book)
{
    private const string CookieName = "lang";

    public Task InvokeAsync(HttpContext http, RequestLanguage language)
    {
        var request = http.Request;
        if (request.Query["lang"].ToString() is { Length: > 0 } asked && book.Languages.Contains(asked))
        {
            language.Value = asked;
            if (HttpMethods.IsGet(request.Method) && !Pipeline.IsApi(request))
            {
                http.Response.Cookies.Append(CookieName, asked, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Secure = request.IsHttps });
                var kept = QueryString.Create(request.Query.Where(q => q.Key != "lang"));
                http.Response.Redirect(request.PathBase.Add(request.Path).ToUriComponent() + kept.ToUriComponent());
                return Task.CompletedTask;
            }
        }
        else if (request.Cookies[CookieName] is { } kept && book.Languages.Contains(kept))
        {
            language.Value = kept;
        }
        else
        {
            language.Value = Preferred(request) ?? "zh";
        }
        http.Response.Headers.ContentLanguage = language.Value == "zh" ? "zh-CN" : language.Value;
        http.Response.Headers.Append("Vary", "Accept-Language");
        return next(http);
    }

    private string? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(l => l.Quality ?? 1)
        .Select(l => l.Value.ToString().Split('-')[0].ToLowerInvariant())
        .FirstOrDefault(book.Languages.Contains);
}
