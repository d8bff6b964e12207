using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening.Pages;

/// <summary>/enterprise-openings: one's own openings for founders, those of the area for clerks, those at the bank for its clerks.</summary>
internal static class OpeningEndpoints
{
    private const string Root = "/enterprise-openings";

    public static void MapOpeningPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(Root).ExcludeFromDescription().RequireSignIn();
        pages.MapGet("", ListAsync);
        pages.MapGet("/{id:length(26)}", (string id, HttpContext http, [FromServices] Progress progress, CancellationToken cancel) => progress.PageAsync(http, id, cancel));
        pages.MapPost("/{id:length(26)}/push", PushAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, [FromServices] IAccess access, [FromServices] OpeningRegister register, [FromServices] IPosts posts, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var found = new Dictionary<string, OpenedEnterprise>(StringComparer.Ordinal);
        foreach (var party in actor.Parties.Select(p => p.Party.Id).Distinct(StringComparer.Ordinal))
        {
            foreach (var opened in await register.OfPartyAsync(party, cancel))
            {
                found[opened.CaseId] = opened;
            }
        }
        foreach (var opened in await register.BelowAsync(access.Reach(actor, Permissions.CasesRead), cancel))
        {
            found.TryAdd(opened.CaseId, opened);
        }
        var rows = new List<(OpenedEnterprise, PostState?)>();
        foreach (var opened in found.Values.OrderByDescending(o => o.CaseId, StringComparer.Ordinal))
        {
            rows.Add((opened, await posts.FindAsync(opened.Bank, opened.CaseId, cancel)));
        }
        return new RazorComponentResult<OpeningsPage>(new { Rows = (IReadOnlyList<(OpenedEnterprise, PostState?)>)rows });
    }

    private static async Task<IResult> PushAsync(string id, HttpContext http, [FromServices] Progress progress, [FromServices] IPosts posts, CancellationToken cancel)
    {
        var (opened, _, _, may) = await progress.ReadAsync(http, id, cancel);
        if (!may || opened is null)
        {
            throw new DeniedException("registration.opening.fault.not-yours");
        }
        if (!await posts.TryAgainAsync(opened.Bank, id, cancel))
        {
            throw new ConflictException("registration.opening.fault.delivered");
        }
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{Root}/{id}";
        return Results.Empty;
    }

    /// <summary>The seven items of one enterprise, for whoever may see its case.</summary>
    internal sealed class Progress(IAccess access, ICases cases, OpeningRegister register, IPosts posts, IOrganisations organisations)
    {
        public async Task<(OpenedEnterprise? Opened, CaseView View, Actor Actor, bool MayPush)> ReadAsync(HttpContext http, string id, CancellationToken cancel)
        {
            var actor = await access.ActorAsync(http);
            var view = await cases.FindAsync(actor, id, cancel);
            if (view is not { State.MatterKey: "business-registration" })
            {
                throw new NotFoundException("registration.opening.fault.none");
            }
            var opened = await register.FindAsync(id, cancel);
            var may = opened is not null && (access.May(actor, Permissions.CasesHandle, opened.HomePath) || access.May(actor, Permissions.CasesHandle, opened.BankPath));
            return (opened, view, actor, may);
        }

        public async Task<IResult> PageAsync(HttpContext http, string id, CancellationToken cancel)
        {
            var (opened, view, _, may) = await ReadAsync(http, id, cancel);
            return new RazorComponentResult<OpeningPage>(new
            {
                View = view,
                Opened = opened,
                Post = opened is null ? null : await posts.FindAsync(opened.Bank, id, cancel),
                Offices = organisations.All.ToDictionary(o => o.Id, o => o.Name, StringComparer.Ordinal),
                MayPush = may,
            });
        }
    }
}
