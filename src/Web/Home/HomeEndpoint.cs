using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Zhuangjin.Web.Home;

/// <summary>GET /: what the platform is, and the doors into it.</summary>
internal static class HomeEndpoint
{
    public static async Task<RazorComponentResult<HomePage>> Answer(HttpContext http, CancellationToken cancel)
    {
        var entrances = http.RequestServices.GetServices<HomeEntrance>().OrderBy(e => e.Order).ToList();
        var facts = new List<HomePage.FactLine>();
        foreach (var fact in http.RequestServices.GetServices<IHomeFact>().OrderBy(f => f.Order))
        {
            facts.Add(new(fact.TextKey, await fact.ValueAsync(cancel), fact.Href));
        }
        return new RazorComponentResult<HomePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(HomePage.Entrances)] = entrances,
            [nameof(HomePage.Facts)] = facts,
        });
    }
}
