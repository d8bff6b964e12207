using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Testing;
using Zhuangjin.Web.Host;

namespace Zhuangjin.E2e;

/// <summary>A bureau switches on only the scenarios that it wants.</summary>
public sealed class ScenarioSwitch : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_scenario_that_is_off_has_no_matters_pages_or_navigation()
    {
        var port = SiteFixture.FreePort();
        await using var app = Host("evidence", port);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };

        Assert.Empty(app.Services.GetRequiredService<IMatters>().Published);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/projects", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/evidence/deposits", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public void A_scenario_that_does_not_exist_is_refused_with_those_that_do()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Host("acceptence-certificate", 1));
        Assert.Contains("acceptance-certificate", refused.Message, StringComparison.Ordinal);
    }

    private WebApplication Host(string scenario, int port) =>
        ZhuangjinHost.Build(new NodeOptions { DataDirectory = _folder.Path, Port = port, Scenarios = [scenario] });
}
