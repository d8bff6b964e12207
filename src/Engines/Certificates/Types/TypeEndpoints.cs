using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using static Zhuangjin.Certificates.Seals.Pages.SealEndpoints;

namespace Zhuangjin.Certificates.Types;

/// <summary>The catalogue's pages, for offices that issue.</summary>
internal static class TypeEndpoints
{
    private static readonly string[] Inputs = ["key", "code", "name", "issuer", "pattern", "valid", "fields"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/certificates/types").ExcludeFromDescription();
        pages.MapGet("", ListAsync);
        pages.MapPost("", PublishAsync);
        pages.MapGet("/{key}", AskAsync);
        pages.MapPost("/{key}/issue", IssueAsync);
        pages.MapPost("/{key}/batch", BatchAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, IAccess access, IOrganisations organisations, TypeCatalogue catalogue, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return actor.IsSignedIn ? await CatalogueAsync(actor, access, organisations, catalogue, [], [], cancel) : SignIn(http);
    }

    private static async Task<IResult> PublishAsync(HttpContext http, IAccess access, IOrganisations organisations, TypeCatalogue catalogue, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var form = await http.Request.ReadFormAsync(cancel);
        var typed = Inputs.ToDictionary(i => i, i => form[i].ToString().Trim(), StringComparer.Ordinal);
        try
        {
            await catalogue.PublishAsync(actor, LicenceType.Read(typed["key"], typed["code"], typed["name"], typed["issuer"], typed["pattern"], typed["valid"], typed["fields"]), cancel);
        }
        catch (InvalidInputException wrong)
        {
            return await CatalogueAsync(actor, access, organisations, catalogue, typed, wrong.Faults, cancel);
        }
        return To(http, "/certificates/types/" + typed["key"]);
    }

    private static async Task<IResult> AskAsync(HttpContext http, IAccess access, TypeCatalogue catalogue, string key, int? issued, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!actor.IsSignedIn)
        {
            return SignIn(http);
        }
        RefuseStaff(access, actor);
        return Form(await catalogue.FindAsync(key, cancel), [], "", issued, []);
    }

    private static async Task<IResult> IssueAsync(HttpContext http, IAccess access, TypeCatalogue catalogue, TimeProvider time, string key, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var type = await catalogue.FindAsync(key, cancel);
        var form = await http.Request.ReadFormAsync(cancel);
        var values = type.Fields.ToDictionary(f => f.Key, f => form["field." + f.Key].ToString(), StringComparer.Ordinal);
        values[TypeCatalogue.HolderColumn] = form[TypeCatalogue.HolderColumn].ToString();
        try
        {
            return To(http, "/certificates/" + (await catalogue.IssueAsync(actor, type, values, "type/" + Ids.New(time), cancel)).Id);
        }
        catch (InvalidInputException wrong)
        {
            return Form(type, values, "", null, wrong.Faults);
        }
    }

    private static async Task<IResult> BatchAsync(HttpContext http, IAccess access, TypeCatalogue catalogue, string key, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var type = await catalogue.FindAsync(key, cancel);
        var rows = (await http.Request.ReadFormAsync(cancel))["rows"].ToString();
        try
        {
            return To(http, $"/certificates/types/{type.Key}?issued={(await catalogue.IssueBatchAsync(actor, type, rows, cancel)).Count}");
        }
        catch (InvalidInputException wrong)
        {
            return Form(type, [], rows, null, wrong.Faults);
        }
    }

    private static async Task<IResult> CatalogueAsync(Actor actor, IAccess access, IOrganisations organisations, TypeCatalogue catalogue, Dictionary<string, string> typed, IReadOnlyList<Fault> faults, CancellationToken cancel)
    {
        RefuseStaff(access, actor);
        var issuers = organisations.All.Where(o => access.May(actor, Permissions.CertificatesIssue, o.Path)).ToList();
        return Page<TypesPage>(faults, (nameof(TypesPage.Known), await catalogue.AllAsync(cancel)), (nameof(TypesPage.Issuers), issuers), (nameof(TypesPage.Typed), typed), (nameof(TypesPage.Faults), faults));
    }

    private static RazorComponentResult<TypePage> Form(LicenceType type, Dictionary<string, string> values, string rows, int? issued, IReadOnlyList<Fault> faults) =>
        Page<TypePage>(faults, (nameof(TypePage.Known), type), (nameof(TypePage.Typed), values), (nameof(TypePage.Rows), rows), (nameof(TypePage.Issued), issued), (nameof(TypePage.Faults), faults));

    private static RazorComponentResult<TPage> Page<TPage>(IReadOnlyList<Fault> faults, params ReadOnlySpan<(string Name, object? Value)> values)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var page = View<TPage>(values);
        page.StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null;
        return page;
    }

    private static void RefuseStaff(IAccess access, Actor actor)
    {
        if (access.Reach(actor, Permissions.CertificatesIssue).Count == 0)
        {
            throw new DeniedException("certificates.fault.not-staff");
        }
    }

    private static IResult To(HttpContext http, string address)
    {
        http.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
