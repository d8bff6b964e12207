using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Scenarios.BusinessRegistration.Names;

namespace Zhuangjin.Scenarios.BusinessRegistration.Pages;

/// <summary>The public check of a name before one applies.</summary>
internal static class NameEndpoints
{
    private const int Shown = 8;
    private const int LongestText = 60;

    public static void MapNamePage(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/enterprise-names", CheckAsync).ExcludeFromDescription();

    private static async Task<IResult> CheckAsync([FromServices] NameBook names, [FromServices] TimeProvider time, string? name, CancellationToken cancel)
    {
        if (name is null || name.Trim().Length == 0)
        {
            return new RazorComponentResult<NamePage>(new { Asked = name });
        }
        name = name.Trim()[..Math.Min(name.Trim().Length, LongestText)];
        var (parsed, wrong) = EnterpriseName.Parse(name);
        if (parsed is null)
        {
            return new RazorComponentResult<NamePage>(new { Asked = name, Wrong = wrong });
        }
        var nearest = await names.NearestAsync(parsed, Shown, time.GetUtcNow(), cancel: cancel);
        return new RazorComponentResult<NamePage>(new
        {
            Asked = name,
            Wrong = BarredWords.Find(name),
            Parts = (IReadOnlyList<(string, string)>)[("region", parsed.Region), ("brand", parsed.Brand), ("sound", Sounds.Spell(parsed.Brand)), ("industry", parsed.Industry), ("class", NameIndex.ClassOf(parsed)), ("form", parsed.Form)],
            Nearest = (IReadOnlyList<(string, int, string, string, DateTimeOffset?)>)
                [.. nearest.Select(n => (n.Name.ToString(), n.Percent, n.Closeness.ToString().ToLowerInvariant(), n.Standing.ToString().ToLowerInvariant(), n.Until))],
        });
    }
}
