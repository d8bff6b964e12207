using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Api;

/// <summary>What can be applied for.</summary>
internal static class MatterApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/matters", (IMatters matters) => matters.Published.Select(m => new MatterSummary(m.Key, m.Version, m.Hash, m.Title, m.Summary, m.Audience)))
            .WithName("ListMatters").WithTags("Matters").WithSummary("The published matters");
        api.MapGet("/matters/{key}", (string key, IMatters matters) => matters.Current(key) ?? throw new NotFoundException("cases.fault.no-such-matter"))
            .WithName("GetMatter").WithTags("Matters").WithSummary("One matter: form, materials, clocks, flow, law")
            .Produces<Matter>().ProducesProblem(StatusCodes.Status404NotFound);
    }
}
