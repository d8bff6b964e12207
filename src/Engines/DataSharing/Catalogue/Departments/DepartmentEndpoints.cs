using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Catalogue.Departments;

/// <summary>/catalogue/departments/{id}: what a department offers, how good it is; and for who answers for it, who uses it and what is asked of it.</summary>
internal static class DepartmentEndpoints
{
    private const int Days = 30;

    private const int Most = 2_000;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/catalogue/departments/{id}", ShowAsync).ExcludeFromDescription();

    private static async Task<IResult> ShowAsync(
        string id, HttpContext http, [FromServices] IAccess access, [FromServices] IOrganisations organisations, [FromServices] CatalogueDesk desk, [FromServices] CatalogueSearch search, [FromServices] RunStore runs,
        [FromServices] MendingStore mendings, [FromServices] RequestStore requests, [FromServices] GrantStore grants, [FromServices] UseTrace trace, [FromServices] TimeProvider time, CancellationToken cancel)
    {
        var department = organisations.Find(id) ?? throw new NotFoundException("sharing.fault.no-provider");
        var actor = await access.ActorAsync(http);
        var works = desk.SeesAll(actor);
        var answers = access.May(actor, Permissions.SharingProvide, department.Path) || access.May(actor, Permissions.SharingOversee, department.Path);
        var entries = (await search.FindAsync(new(null, id, null, null, OnlyOpen: !works), cancel)).Found.Where(e => e.Description.ProviderId == id).ToList();
        if (entries.Count == 0 && !works)
        {
            throw new NotFoundException("sharing.fault.no-provider");
        }
        var codes = entries.Select(e => e.Description.Code).ToHashSet(StringComparer.Ordinal);
        var today = time.GetUtcNow().ChinaDate();
        var quality = works ? (await runs.NewestAsync(cancel)).Where(r => codes.Contains(r.Resource)).ToList() : [];
        return new RazorComponentResult<DepartmentPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(DepartmentPage.Department)] = department,
            [nameof(DepartmentPage.Works)] = works,
            [nameof(DepartmentPage.Answers)] = answers,
            [nameof(DepartmentPage.Given)] = entries,
            [nameof(DepartmentPage.Scores)] = quality.ToDictionary(r => r.Resource, r => r.Result.Total, StringComparer.Ordinal),
            [nameof(DepartmentPage.Score)] = quality.Count > 0 ? DepartmentScore.Of(quality.Select(r => r.Result)) : null,
            [nameof(DepartmentPage.Orders)] = works ? (await mendings.OpenAsync(cancel)).Where(m => codes.Contains(m.Resource)).GroupBy(m => m.Resource, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal) : [],
            [nameof(DepartmentPage.Users)] = answers ? await UsersAsync(department, today, grants, trace, cancel) : [],
            [nameof(DepartmentPage.Requests)] = answers ? (await requests.BelowAsync(department.Path, Most, cancel)).Where(r => r.State == ShareRequestState.Pending && r.ProviderId == id).ToList() : [],
            [nameof(DepartmentPage.MayCount)] = (Predicate<Description>)(d => desk.MayCount(actor, d)),
        });
    }

    /// <summary>Who may use the department's data now, and who did in the last days, by resource; whoever used most stands first.</summary>
    private static async Task<List<DepartmentPage.User>> UsersAsync(Organisation department, DateOnly today, GrantStore grants, UseTrace trace, CancellationToken cancel)
    {
        var standing = (await grants.BelowAsync(department.Path, Most, cancel)).Where(g => g.ProviderId == department.Id && RequestRules.Ended(g, today) is null)
            .GroupBy(g => (g.Resource, Recipient: g.RecipientId)).ToDictionary(g => g.Key, g => g.Count());
        var used = (await trace.DaysOfProviderAsync(department.Path, today.AddDays(-Days), Most, cancel)).GroupBy(d => (d.Resource, d.Recipient)).ToDictionary(g => g.Key, g => (Uses: g.Sum(d => d.Uses), Rows: g.Sum(d => d.Rows), Last: g.Max(d => d.Day)));
        return
        [
            .. standing.Keys.Union(used.Keys).Select(k => used.TryGetValue(k, out var u)
                ? new DepartmentPage.User(k.Resource, k.Recipient, standing.GetValueOrDefault(k), u.Uses, u.Rows, u.Last) : new(k.Resource, k.Recipient, standing.GetValueOrDefault(k), 0, 0, null))
                .OrderByDescending(u => u.Uses).ThenBy(u => u.Resource, StringComparer.Ordinal).ThenBy(u => u.Recipient, StringComparer.Ordinal),
        ];
    }
}
