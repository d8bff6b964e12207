using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Pages;

/// <summary>/sharing/uses: who used a department's data; /my/data-uses: who looked at mine.</summary>
internal static class UsePages
{
    private const int PageSize = 50;

    private const int Days = 30;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/sharing/uses", OfDepartmentAsync).ExcludeFromDescription().RequireSignIn();
        endpoints.MapGet("/my/data-uses", OfResidentAsync).ExcludeFromDescription().RequireSignIn();
    }

    private static async Task<IResult> OfDepartmentAsync(HttpContext http, IAccess access, UseTrace trace, UseTelling telling, TimeProvider time, long? before, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        SharingPages.Require(actor, access);
        var reach = access.Reach(actor, Permissions.SharingProvide).Concat(access.Reach(actor, Permissions.SharingOversee)).Distinct(StringComparer.Ordinal).ToList();
        var found = new List<RecordedUse>();
        var days = new List<UseDay>();
        foreach (var path in reach)
        {
            found.AddRange(await trace.OfProviderAsync(path, before, PageSize + 1, cancel));
            days.AddRange(await trace.DaysOfProviderAsync(path, time.GetUtcNow().ChinaDate().AddDays(-Days), PageSize, cancel));
        }
        var shown = found.DistinctBy(u => u.Entry).OrderByDescending(u => u.Place).Take(PageSize).ToList();
        return new RazorComponentResult<UsesPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(UsesPage.Uses)] = await telling.TellAsync(shown, cancel),
            [nameof(UsesPage.Days)] = before is null ? await telling.TellAsync(days.Distinct().OrderByDescending(d => d.Day).ThenByDescending(d => d.Rows).Take(PageSize).ToList(), cancel) : [],
            [nameof(UsesPage.NextHref)] = found.Count > PageSize ? $"/sharing/uses?before={shown[^1].Place}" : null,
            [nameof(UsesPage.FirstHref)] = before is null ? null : "/sharing/uses",
            [nameof(UsesPage.IsProvider)] = reach.Count > 0,
        });
    }

    /// <summary>Only his own, and those of enterprises whose voice he is without end: an agent has no business with who looked at his principal.</summary>
    private static async Task<IResult> OfResidentAsync(HttpContext http, IAccess access, UseTrace trace, UseTelling telling, string? party, long? before, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var parties = actor.Parties.Where(p => p.MandateId is null).Select(p => p.Party).ToList();
        var chosen = parties.Find(p => p.Id == party) ?? parties.FirstOrDefault();
        var uses = chosen is null ? [] : await trace.AboutAsync(chosen.Code, before, PageSize + 1, cancel);
        var shown = uses.Take(PageSize).ToList();
        return new RazorComponentResult<MyUsesPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(MyUsesPage.Uses)] = await telling.TellAsync(shown, cancel),
            [nameof(MyUsesPage.Parties)] = parties.Select(p => (p.Id, p.Name)).ToList(),
            [nameof(MyUsesPage.Chosen)] = chosen?.Id,
            [nameof(MyUsesPage.NextHref)] = uses.Count > PageSize ? $"/my/data-uses?party={chosen!.Id}&before={shown[^1].Place}" : null,
            [nameof(MyUsesPage.FirstHref)] = before is null ? null : $"/my/data-uses?party={chosen?.Id}",
        });
    }
}

/// <summary>Tells uses in people's words: names of departments, resources and items, purpose and basis of the grant.</summary>
internal sealed class UseTelling(ICatalogue catalogue, GrantStore grants, IOrganisations organisations)
{
    public async Task<IReadOnlyList<ToldUse>> TellAsync(IReadOnlyList<RecordedUse> uses, CancellationToken cancel)
    {
        var (resources, known) = await LookUpAsync(uses.Select(u => u.Resource), uses.Select(u => u.Ground), cancel);
        return
        [
            .. uses.Select(u =>
            {
                var description = resources[u.Resource];
                var grant = known.GetValueOrDefault(u.Ground);
                return new ToldUse(u.At, description?.Title ?? new LocalText(u.Resource), NameOf(u.Recipient), u.Ground, grant?.Id, grant?.Purpose, grant?.Basis, [.. u.Items.Select(i => description?.Find(i)?.Name ?? new LocalText(i))], u.Rows, u.Place);
            }),
        ];
    }

    public async Task<IReadOnlyList<ToldDay>> TellAsync(IReadOnlyList<UseDay> days, CancellationToken cancel)
    {
        var (resources, known) = await LookUpAsync(days.Select(d => d.Resource), days.Select(d => d.Ground), cancel);
        return [.. days.Select(d => new ToldDay(d.Day, resources[d.Resource]?.Title ?? new LocalText(d.Resource), NameOf(d.Recipient), d.Ground, known.GetValueOrDefault(d.Ground)?.Id, known.GetValueOrDefault(d.Ground)?.Purpose, d.Uses, d.Rows))];
    }

    private async Task<(Dictionary<string, Description?> Resources, Dictionary<string, Grant> Grants)> LookUpAsync(IEnumerable<string> codes, IEnumerable<string> grounds, CancellationToken cancel)
    {
        var resources = new Dictionary<string, Description?>(StringComparer.Ordinal);
        foreach (var code in codes.Distinct(StringComparer.Ordinal))
        {
            resources[code] = (await catalogue.FindAsync(code, cancel))?.Description;
        }
        var known = new Dictionary<string, Grant>(StringComparer.Ordinal);
        foreach (var ground in grounds.Where(g => g.StartsWith("grant/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            if (await grants.FindAsync(ground["grant/".Length..], cancel) is { } grant)
            {
                known[ground] = grant;
            }
        }
        return (resources, known);
    }

    /// <summary>Null for people who received their own data.</summary>
    private LocalText? NameOf(string recipient) => recipient == "self" ? null : SharingPages.NameOf(organisations, recipient);
}
