using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Security.Tests;

/// <summary>People at the sign-in page of the real program.</summary>
public sealed partial class SignInTests
{
    [Fact]
    public async Task A_clerk_signs_in_begins_at_the_worklist_and_signs_out()
    {
        await using var node = await Node.StartAsync();
        using var browser = new Browser(node.Address);
        Assert.False(await browser.IsSignedInAsync());

        var entered = await browser.SignInAsync("clerk");
        Assert.Equal("/work", entered.Headers.Location?.OriginalString);
        Assert.True(await browser.IsSignedInAsync());

        await browser.PostAsync("/profile", "/sign-out");
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Who_came_from_a_page_is_brought_back_there_but_never_to_another_site()
    {
        await using var node = await Node.StartAsync();
        using var visitor = new Browser(node.Address);
        var sent = await visitor.GetAsync("/profile?a=b");
        Assert.Equal("/sign-in?back=%2Fprofile%3Fa%3Db", sent.Headers.Location?.OriginalString);
        Assert.Equal("/profile?a=b", (await visitor.SignInAsync("clerk", back: "/profile?a=b")).Headers.Location?.OriginalString);
        foreach (var elsewhere in (string[])["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "/\t/evil.example"])
        {
            using var lured = new Browser(node.Address);
            Assert.Equal("/work", (await lured.SignInAsync("clerk", back: elsewhere)).Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task A_stranger_cannot_tell_an_unknown_login_from_a_wrong_password()
    {
        await using var node = await Node.StartAsync();
        using var browser = new Browser(node.Address);
        var wrong = await browser.SignInAsync("clerk", "guess");
        var unknown = await browser.SignInAsync("ghost", "guess");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Equal(Neutral(await wrong.Content.ReadAsStringAsync()), Neutral(await unknown.Content.ReadAsStringAsync()));

        static string Neutral(string html) => TokenValue().Replace(html, "").Replace("value=\"ghost\"", "value=\"clerk\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_five_wrong_passwords_a_login_waits_and_no_other_login_does()
    {
        await using var node = await Node.StartAsync();
        using var browser = new Browser(node.Address);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignInAsync("clerk", $"guess {i}")).StatusCode);
        }
        var refused = await browser.SignInAsync("clerk");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Assert.False(await browser.IsSignedInAsync());
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync("fire")).StatusCode);

        node.Time.ShiftBy(node.Time.Shift + TimeSpan.FromMinutes(6));
        using var later = new Browser(node.Address);
        Assert.Equal(HttpStatusCode.Found, (await later.SignInAsync("clerk")).StatusCode);
    }

    [Fact]
    public async Task Refused_sign_ins_leave_one_event_for_a_window_and_no_login_or_address_in_plain_words()
    {
        await using var node = await Node.StartAsync();
        using var browser = new Browser(node.Address);
        await browser.SignInAsync("my-secret-typed-in-the-wrong-field", "x");
        await browser.SignInAsync("my-secret-typed-in-the-wrong-field", "x");

        var database = node.Get<IDatabase>();
        var subjects = await database.ReadAsync(s => s.QueryAsync("select subject from security_attempt", r => r.GetString(0)));
        Assert.Equal(2, subjects.Count);
        Assert.All(subjects, s => Assert.Matches("^[0-9a-f]{64}$", s));

        var events = await database.ReadAsync(s => s.QueryAsync("select entry from evidence_entry where type = $1", r => System.Text.Encoding.UTF8.GetString(r.GetFieldValue<byte[]>(0)), "security.sign-in-refused"));
        Assert.DoesNotContain("my-secret", Assert.Single(events), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ending_the_sessions_signs_out_every_other_browser()
    {
        await using var node = await Node.StartAsync();
        using var office = new Browser(node.Address);
        using var home = new Browser(node.Address);
        await office.SignInAsync("clerk");
        await home.SignInAsync("clerk");
        Assert.True(await office.IsSignedInAsync());

        await home.PostAsync("/profile", "/profile/sessions/end");
        Assert.False(await office.IsSignedInAsync());
    }

    [GeneratedRegex("value=\"CfDJ[^\"]*\"")]
    private static partial Regex TokenValue();
}
