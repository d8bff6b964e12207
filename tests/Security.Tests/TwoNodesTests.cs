using System.Net;
using Xunit;
using Zhuangjin.Testing;

namespace Zhuangjin.Security.Tests;

/// <summary>Two nodes on one PostgreSQL database stand behind one address.</summary>
public sealed class TwoNodesTests
{
    [Fact]
    public async Task A_session_and_a_token_of_one_node_hold_on_the_other()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        using var first = new TestFolder();
        using var second = new TestFolder();
        var site = new Uri("https://zhuangjin.example");
        await using var one = await (await Node.StartAsync(first.Path, database, site)).WithProgramsAsync();
        File.Copy(first.File("master.key"), second.File("master.key"));
        await using var two = await Node.StartAsync(second.Path, database, site);

        using var browser = new Browser(one.Address);
        await browser.SignInAsync("clerk");
        using var elsewhere = browser.At(two.Address);
        Assert.True(await elsewhere.IsSignedInAsync());

        using var atOne = new HttpClient { BaseAddress = one.Address };
        using var atTwo = new HttpClient { BaseAddress = two.Address };
        var token = await OpenIdTests.ClientTokenAsync(atOne, "api");
        Assert.Equal(HttpStatusCode.OK, (await OpenIdTests.CallAsync(atTwo, "/api/v1/worklist", token)).StatusCode);

        // Signed out everywhere at one node: the other node follows within the two seconds that it keeps an actor.
        await elsewhere.PostAsync("/profile", "/profile/sessions/end");
        var until = TimeProvider.System.GetTimestamp();
        while (await browser.IsSignedInAsync())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(until) < TimeSpan.FromSeconds(30), "The other node keeps the session.");
            await Task.Delay(100);
        }
    }
}
