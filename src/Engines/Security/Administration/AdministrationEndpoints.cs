using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.People;
using Zhuangjin.Security.SignIn;

namespace Zhuangjin.Security.Administration;

/// <summary>/admin: the organisations and people of the administrator's own subtree.</summary>
internal static class AdministrationEndpoints
{
    public static void MapAdministration(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/admin").ExcludeFromDescription().RequireSignIn();
        pages.MapGet("/organisations", async (HttpContext http, [FromServices] AdministrationPages draw) => await draw.OrganisationsAsync(http, null, []));
        pages.MapPost("/organisations", AddOrganisationAsync);
        pages.MapGet("/people", async (HttpContext http, [FromServices] AdministrationPages draw) => await draw.PeopleAsync(http, null, []));
        pages.MapPost("/people", OpenAccountAsync);
        pages.MapPost("/people/{id}/appoint", AppointAsync);
        pages.MapPost("/people/{id}/dismiss", DismissAsync);
        pages.MapPost("/people/{id}/close", CloseAsync);
    }

    private static async Task<IResult> AddOrganisationAsync(HttpContext http, [FromServices] IAccess access, [FromServices] IOrganisationRegistry registry, [FromServices] AdministrationPages draw)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            var kind = Enum.TryParse<OrganisationKind>(form["kind"], out var known) && Enum.IsDefined(known) ? known : throw new InvalidInputException("kind", "security.fault.kind-under-parent");
            var english = form["english"].ToString().Trim();
            await registry.AddAsync(
                await access.ActorAsync(http), form["parent"].ToString(), kind, form["division"].ToString().Trim(), form["function"], new LocalText(form["name"].ToString().Trim(), english.Length > 0 ? english : null), http.RequestAborted);
        }
        catch (InvalidInputException refusal)
        {
            return await draw.OrganisationsAsync(http, form, refusal.Faults);
        }
        return SeeOther.To("/admin/organisations");
    }

    private static async Task<IResult> OpenAccountAsync(HttpContext http, [FromServices] IAccess access, [FromServices] IOrganisations organisations, [FromServices] PeopleRegistry registry, [FromServices] AdministrationPages draw)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var actor = await access.ActorAsync(http);
        try
        {
            var organisation = organisations.Find(form["organisation"].ToString()) ?? throw new InvalidInputException("organisation", "security.fault.no-organisation");
            if (!access.May(actor, Permissions.SecurityAdminister, organisation.Path))
            {
                throw new DeniedException("security.fault.not-administrator");
            }
            var role = form["role"].ToString();
            if (!Roles.All.Contains(role))
            {
                throw new InvalidInputException("role", "security.fault.no-role", role);
            }
            var id = await registry.AddPersonAsync(actor, form["login"].ToString(), form["password"].ToString(), form["name"].ToString(), null, http.RequestAborted);
            await registry.AppointAsync(actor, id, organisation.Id, role, http.RequestAborted);
        }
        catch (InvalidInputException refusal)
        {
            return await draw.PeopleAsync(http, form, refusal.Faults);
        }
        return SeeOther.To("/admin/people");
    }

    private static async Task<IResult> AppointAsync(HttpContext http, [FromServices] IAccess access, [FromServices] PeopleRegistry registry, string id)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        await registry.AppointAsync(await access.ActorAsync(http), id, form["organisation"].ToString(), form["role"].ToString(), http.RequestAborted);
        return SeeOther.To("/admin/people");
    }

    private static async Task<IResult> DismissAsync(HttpContext http, [FromServices] IAccess access, [FromServices] PeopleRegistry registry, string id)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        await registry.DismissAsync(await access.ActorAsync(http), id, form["organisation"].ToString(), form["role"].ToString(), http.RequestAborted);
        return SeeOther.To("/admin/people");
    }

    private static async Task<IResult> CloseAsync(HttpContext http, [FromServices] IAccess access, [FromServices] PeopleRegistry registry, string id)
    {
        await registry.CloseAsync(await access.ActorAsync(http), id, http.RequestAborted);
        return SeeOther.To("/admin/people");
    }
}
