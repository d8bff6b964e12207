using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessExit.Registry;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessExit.Pages;

/// <summary>Pages for everyone, for an enterprise, for an impersonated person, and for the registry.</summary>
internal static class ExitEndpoints
{
    public static void MapExitPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("/exits").ExcludeFromDescription();
        pages.MapGet("", OverviewAsync);
        pages.MapGet("/dormant", DormantAsync);
        pages.MapGet("/misused-identity", MisusedAsync);
        var own = endpoints.MapGroup("/exits").ExcludeFromDescription().RequireSignIn();
        own.MapGet("/mine", MineAsync);
        own.MapGet("/registry", RegistryAsync);
    }

    private static async Task<IResult> OverviewAsync([FromServices] ExitRegister register, [FromServices] IAnnouncements announcements, [FromServices] IAccess access, [FromServices] TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return new RazorComponentResult<ExitsPage>(new
        {
            Dormant = (await register.DormantOnAsync(time.GetUtcNow().ChinaDate(), cancel)).Count,
            Complaints = (await register.ComplaintsAsync(cancel)).Count(c => c.ClosedOn is not null),
            Notices = await announcements.ListAsync("simple-deregistration", 5, cancel),
            actor.IsSignedIn,
            IsRegistry = IsRegistry(actor, access),
        });
    }

    private static async Task<IResult> DormantAsync([FromServices] ExitRegister register, [FromServices] TimeProvider time, CancellationToken cancel) =>
        new RazorComponentResult<DormantPage>(new { Dormant = await register.DormantOnAsync(time.GetUtcNow().ChinaDate(), cancel) });

    private static async Task<IResult> MisusedAsync([FromServices] IAccess access, [FromServices] IWorklists worklists, HttpContext http, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        return new RazorComponentResult<MisusedPage>(new { Mine = await OwnAsync(actor, worklists, cancel, "identity-complaint") });
    }

    private static async Task<IResult> MineAsync([FromServices] ExitRegister register, [FromServices] IAccess access, [FromServices] IWorklists worklists, [FromServices] ICertificates certificates, [FromServices] TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        var today = time.GetUtcNow().ChinaDate();
        var enterprises = new List<Standing>();
        foreach (var party in actor.Parties.Select(p => p.Party).Where(p => p.Kind == PartyKind.LegalEntity))
        {
            var licence = (await certificates.HeldAsync(party.Id, "business-licence", cancel)).FirstOrDefault();
            var rested = await register.OfAsync(party.Code, cancel);
            enterprises.Add(new(party, licence, rested.FirstOrDefault(d => d.EndedOn is null && d.Since <= today && d.Until >= today), ExitRegister.LastDay(rested, today)));
        }
        return new RazorComponentResult<MinePage>(new { Enterprises = enterprises, Cases = await OwnAsync(actor, worklists, cancel, "simple-deregistration", "dormancy-filing") });
    }

    private static async Task<IResult> RegistryAsync([FromServices] ExitRegister register, [FromServices] IAccess access, [FromServices] IAnnouncements announcements, [FromServices] TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var actor = await access.ActorAsync(http);
        if (!IsRegistry(actor, access))
        {
            throw new DeniedException("exits.fault.registry-only");
        }
        return new RazorComponentResult<RegistryPage>(new
        {
            Dormant = await register.DormantOnAsync(time.GetUtcNow().ChinaDate(), cancel),
            Complaints = await register.ComplaintsAsync(cancel),
            Notices = (await announcements.ListAsync(cancel: cancel)).Where(a => a.Open).ToList(),
        });
    }

    private static bool IsRegistry(Actor actor, IAccess access) => actor.Appointments.Any(a => access.May(actor, Permissions.CasesRead, a.OrganisationPath));

    private static async Task<IReadOnlyList<MyCase>> OwnAsync(Actor actor, IWorklists worklists, CancellationToken cancel, params string[] matters) =>
        actor.IsSignedIn ? [.. (await worklists.MineAsync(actor, cancel)).Where(c => matters.Contains(c.MatterKey))] : [];
}

/// <param name="Resting">The dormancy now; null when it does business.</param>
/// <param name="LastDay">Last day to which it might rest from today.</param>
public sealed record Standing(Party Party, Certificate? Licence, Dormancy? Resting, DateOnly LastDay);
