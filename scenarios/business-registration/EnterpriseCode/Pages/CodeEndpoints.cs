using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Applying;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Standing;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Pages;

/// <summary>The page that a scan opens, and the pages of the enterprise and of the departments.</summary>
internal static class CodeEndpoints
{
    private const string Root = "/enterprise-codes";
    private const int ShownNewest = 8;

    public static void MapCodePages(this IEndpointRouteBuilder endpoints)
    {
        var open = endpoints.MapGroup(Root).ExcludeFromDescription();
        open.MapGet("", OverviewAsync);
        open.MapGet("/{licence:length(26)}", ScanAsync);
        var own = endpoints.MapGroup(Root).ExcludeFromDescription().RequireSignIn();
        own.MapGet("/mine", MineAsync);
        own.MapGet("/mine/{foundingCase}", EnterpriseAsync);
        own.MapPost("/mine/{foundingCase}", ApplyAsync);
        own.MapGet("/issued", IssuedAsync);
        own.MapPost("/permits/{id}/suspend", SuspendAsync);
        own.MapPost("/permits/{id}/resume", ResumeAsync);
    }

    private static async Task<IResult> OverviewAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CodeRegister register, [FromServices] PermitList list, [FromQuery] string? number, CancellationToken cancel)
    {
        var asked = number?.Trim() ?? "";
        if (asked.Length > 0 && await register.ByLicenceAsync(asked, cancel) is { LicenceId: { } found })
        {
            return Results.Redirect($"{Root}/{found}");
        }
        var actor = await access.ActorAsync(http);
        return new RazorComponentResult<CodesPage>(new
        {
            Items = list.All,
            Newest = await register.NewestAsync(ShownNewest, cancel),
            Asked = asked,
            SignedIn = actor.IsSignedIn,
            Official = access.Reach(actor, Permissions.CertificatesRevoke).Count > 0,
            Faults = (IReadOnlyList<Fault>)(asked.Length > 0 ? [new Fault("number", "registration.code.fault.no-enterprise")] : []),
        })
        { StatusCode = asked.Length > 0 ? StatusCodes.Status404NotFound : null };
    }

    private static async Task<IResult> ScanAsync([FromServices] CodeRegister register, [FromServices] CodeReader reader, [FromServices] ICertificates certificates, [FromServices] Kernel.Modules.ModuleSettings settings, string licence, [FromQuery(Name = "d")] string? digest, CancellationToken cancel)
    {
        var enterprise = await register.ByLicenceAsync(licence, cancel) ?? throw new NotFoundException("registration.code.fault.no-enterprise");
        var check = await certificates.CheckAsync(enterprise.LicenceId!, digest, cancel);
        // A digest that does not fit has an answer, but no certificate.
        var shown = check.Certificate ?? await certificates.FindAsync(enterprise.LicenceId!, cancel) ?? throw new NotFoundException("registration.code.fault.no-enterprise");
        return new RazorComponentResult<CodePage>(new
        {
            Enterprise = enterprise,
            Licence = shown,
            check.Answer,
            Permits = (IReadOnlyList<CodePermit>)[.. (await reader.OfAsync(enterprise, cancel)).Where(p => p.IsPublic).OrderBy(p => p.State)],
            Address = AddressOf(settings, shown),
        });
    }

    private static async Task<IResult> MineAsync(HttpContext http, [FromServices] IAccess access, [FromServices] CodeRegister register, CancellationToken cancel)
    {
        var enterprises = new List<Enterprise>();
        foreach (var party in (await access.ActorAsync(http)).Parties.Select(p => p.Party.Id).Distinct())
        {
            enterprises.AddRange(await register.OfPartyAsync(party, cancel));
        }
        return new RazorComponentResult<MyCodesPage>(new { Enterprises = (IReadOnlyList<Enterprise>)enterprises });
    }

    private static async Task<IResult> EnterpriseAsync(string foundingCase, HttpContext http, [FromServices] Own own, CancellationToken cancel) =>
        await own.PageAsync(http, foundingCase, [], "", [], cancel);

    private static async Task<IResult> ApplyAsync(string foundingCase, HttpContext http, [FromServices] IAccess access, [FromServices] PermitApplications applications, [FromServices] Own own, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        string[] chosen = [.. form["permits"].OfType<string>()];
        var statement = form["statement"].ToString().Trim();
        try
        {
            await applications.ApplyAsync(await access.ActorAsync(http), foundingCase, chosen, statement, cancel);
            return Results.Redirect($"{Root}/mine/{foundingCase}", preserveMethod: false);
        }
        catch (InvalidInputException refusal)
        {
            return await own.PageAsync(http, foundingCase, chosen, statement, refusal.Faults, cancel);
        }
    }

    private static Task<IResult> IssuedAsync(HttpContext http, [FromServices] Issued issued, CancellationToken cancel) => issued.PageAsync(http, [], cancel);

    private static async Task<IResult> SuspendAsync(string id, HttpContext http, [FromServices] IAccess access, [FromServices] PermitStanding standing, [FromServices] Issued issued, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        return await ChangeAsync(id, http, issued, async () => await standing.SuspendAsync(await access.ActorAsync(http), id, form["reason"].ToString(), cancel), cancel);
    }

    private static Task<IResult> ResumeAsync(string id, HttpContext http, [FromServices] IAccess access, [FromServices] PermitStanding standing, [FromServices] Issued issued, CancellationToken cancel) =>
        ChangeAsync(id, http, issued, async () => await standing.ResumeAsync(await access.ActorAsync(http), id, cancel), cancel);

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, Issued issued, Func<Task> change, CancellationToken cancel)
    {
        try
        {
            await change();
            return Results.Redirect($"{Root}/issued#permit-{id}", preserveMethod: false);
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException)
        {
            return await issued.PageAsync(http, refusal.Faults, cancel);
        }
    }

    /// <summary>Address in the code: with the beginning of the licence's digest, so that it does not fit another text.</summary>
    private static string AddressOf(Kernel.Modules.ModuleSettings settings, Certificate licence) => $"{settings.PublicAddress.ToString().TrimEnd('/')}{Root}/{licence.Id}?d={licence.ContentDigest[..32]}";

    /// <summary>The page of one's own enterprise.</summary>
    internal sealed class Own(IAccess access, PermitApplications applications, CodeReader reader, PermitList list, ICertificates certificates, Kernel.Modules.ModuleSettings settings)
    {
        public async Task<IResult> PageAsync(HttpContext http, string foundingCase, IReadOnlyList<string> chosen, string statement, IReadOnlyList<Fault> faults, CancellationToken cancel)
        {
            var enterprise = await applications.MineAsync(await access.ActorAsync(http), foundingCase, cancel);
            return new RazorComponentResult<MyCodePage>(new
            {
                Enterprise = enterprise,
                Items = list.All,
                Permits = await reader.OfAsync(enterprise, cancel),
                Address = enterprise.LicenceId is { } id && await certificates.FindAsync(id, cancel) is { } licence ? AddressOf(settings, licence) : null,
                Chosen = chosen,
                Statement = statement,
                Faults = faults,
            })
            { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
        }
    }

    /// <summary>The page of a department: the permits it decides and has issued.</summary>
    internal sealed class Issued(IAccess access, CodeRegister register, CodeReader reader, PermitStanding standing)
    {
        public async Task<IResult> PageAsync(HttpContext http, IReadOnlyList<Fault> faults, CancellationToken cancel)
        {
            var actor = await access.ActorAsync(http);
            var reach = access.Reach(actor, Permissions.CasesRead);
            if (reach.Count == 0)
            {
                throw new DeniedException("registration.code.fault.not-your-department");
            }
            var permits = await reader.StandingAsync(await register.OfOfficesAsync(reach, cancel), cancel);
            var enterprises = new Dictionary<string, Enterprise>(StringComparer.Ordinal);
            foreach (var founding in permits.Select(p => p.Permit.FoundingCase).Distinct())
            {
                if (await register.FindAsync(founding, cancel) is { } enterprise)
                {
                    enterprises[founding] = enterprise;
                }
            }
            return new RazorComponentResult<IssuedPage>(new
            {
                Permits = permits,
                Enterprises = (IReadOnlyDictionary<string, Enterprise>)enterprises,
                Mine = (IReadOnlySet<string>)permits.Where(p => standing.MaySuspend(actor, p.Permit)).Select(p => p.Permit.Id).ToHashSet(StringComparer.Ordinal),
                Faults = faults,
            })
            { StatusCode = faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : null };
        }
    }
}
