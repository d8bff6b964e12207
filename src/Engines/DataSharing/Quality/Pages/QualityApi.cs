using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Quality.Pages;

/// <summary>GET /api/v1/quality: the newest run of each resource, for departments' systems.</summary>
internal static class QualityApi
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/v1/quality", AllAsync).RequireSignIn().WithTags("Pool").WithName("DataQuality")
        .WithSummary("The newest run of quality rules of each resource")
        .WithDescription("Needs a token with the right to use data of the pool. Each run names what it depends on: data version and digest, rule set, day. remote is true where the data never left their department's database; then the digest is that database's name of its snapshot.")
        .Produces<IReadOnlyList<RunAnswer>>().ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> AllAsync(HttpContext http, [FromServices] RunStore store, [FromServices] IAccess access, CancellationToken cancel)
    {
        if (access.Reach(await access.ActorAsync(http), Permissions.SharingUse).Count == 0)
        {
            throw new DeniedException("sharing.quality.fault.denied");
        }
        return Results.Ok((await store.NewestAsync(cancel)).Select(r => new RunAnswer(
            r.Resource, r.Version, r.VersionHash, r.IsRemote, r.RuleSet, r.Today, r.At, r.Result.Rows, r.Result.Clean, Math.Round(r.Result.Total, 6),
            Enum.GetValues<Dimension>().Where(d => r.Result.Score(d) is not null).ToDictionary(d => d.ToString().ToLowerInvariant(), d => Math.Round(r.Result.Score(d)!.Value, 6), StringComparer.Ordinal),
            [.. r.Result.Set.Rules.Select((rule, n) => new RuleAnswer(rule.Id, CheckNames.Of(rule.Check), r.Result.Applied[n], r.Result.Failed(n), rule.Max.ToString(), r.Result.Allows(n)))])).ToList());
    }
}

/// <param name="Digest">Digest of the data version.</param>
/// <param name="Clean">Rows that break no rule.</param>
internal sealed record RunAnswer(string Resource, int Version, string Digest, bool Remote, int Rules, DateOnly Today, DateTimeOffset At, long Rows, long Clean, double Score, IReadOnlyDictionary<string, double> Dimensions, IReadOnlyList<RuleAnswer> Outcomes);

internal sealed record RuleAnswer(string Rule, string Check, long Applied, long Failed, string Allowed, bool Passes);
