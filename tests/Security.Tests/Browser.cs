using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Zhuangjin.Security.Tests;

/// <summary>A browser with cookies that follows no redirection by itself.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;
    private readonly CookieContainer _cookies = new();

    public Browser(Uri address)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = address };
    }

    public Task<HttpResponseMessage> GetAsync(string address) => _client.GetAsync(new Uri(_client.BaseAddress!, address));

    /// <summary>Sends a form as a page would: with the token of the page that holds it.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await (await GetAsync(page)).Content.ReadAsStringAsync();
        var token = WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value);
        using var form = new FormUrlEncodedContent([new("_token", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await _client.PostAsync(new Uri(_client.BaseAddress!, action), form);
    }

    /// <summary>Calls the API with the session's cookie, and with a form's token in the header as a script of our pages would.</summary>
    public async Task<HttpResponseMessage> SendAsync(string address, object body)
    {
        var html = await (await GetAsync("/profile")).Content.ReadAsStringAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_client.BaseAddress!, address)) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Form-Token", WebUtility.HtmlDecode(Token().Match(html).Groups[1].Value));
        return await _client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SignInAsync(string login, string password = "demo", string back = "") =>
        PostAsync("/sign-in", "/sign-in", ("login", login), ("password", password), ("back", back));

    public async Task<bool> IsSignedInAsync() => (await GetAsync("/profile")).StatusCode == HttpStatusCode.OK;

    /// <summary>The session's cookie and all others, given to a browser that talks to another node of the same site.</summary>
    public Browser At(Uri other)
    {
        var same = new Browser(other);
        same._cookies.Add(other, _cookies.GetCookies(_client.BaseAddress!));
        return same;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"_token\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
