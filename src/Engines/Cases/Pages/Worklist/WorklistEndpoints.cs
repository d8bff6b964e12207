using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Worklist;

/// <summary>The work that lies with the clerk's offices.</summary>
internal static class WorklistEndpoints
{
    private const int MostUrgent = 4;

    public static async Task<IResult> ShowAsync(HttpContext http, IAccess access, IWorklists lists, IMatters matters, IOrganisations organisations, IColleagues colleagues, ISavedFilters filters, TimeProvider time, Phrases t)
    {
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.CasesRead).Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-work");
        }
        var kept = await filters.SeenByAsync(actor, http.RequestAborted);
        if (http.Request.Query.Count == 0 && kept.FirstOrDefault(f => f.IsDefault) is { } preferred && preferred.Address.Contains('?', StringComparison.Ordinal))
        {
            return Results.Redirect(preferred.Address);
        }
        var query = WorkAddress.Read(http.Request.Query);
        var page = await lists.WorkAsync(actor, query, http.RequestAborted);
        var urgent = await lists.WorkAsync(actor, new WorkQuery(Size: MostUrgent), http.RequestAborted);
        return Answers.Page<WorklistPage>(new
        {
            Query = query,
            Work = page,
            Urgent = (IReadOnlyList<WorkRow>)[.. urgent.Rows.Where(r => r.Due is not null)],
            Matters = matters.Published,
            OfficeName = query.OrganisationId is { } office && organisations.Find(office) is { } found ? t[found.Name] : null,
            MayTake = access.Reach(actor, Permissions.CasesHandle).Count > 0,
            Filters = kept,
            Offices = (IReadOnlyList<(string, string)>)[.. actor.Appointments.Select(a => a.OrganisationId).Distinct().Select(o => (o, t[organisations.Find(o)!.Name]))],
            Staff = await StaffAsync(actor, colleagues, http.RequestAborted),
            BatchId = Ids.New(time),
        });
    }

    /// <summary>Those to whom a head may give work: his offices' people.</summary>
    private static async Task<IReadOnlyList<Colleague>> StaffAsync(Actor actor, IColleagues colleagues, CancellationToken cancel)
    {
        var staff = new List<Colleague>();
        foreach (var headed in actor.Appointments.Concat(actor.Substitutions.SelectMany(s => s.Appointments)).Where(a => a.Role == Roles.Head).DistinctBy(a => a.OrganisationPath))
        {
            staff.AddRange(await colleagues.BelowAsync(headed.OrganisationPath, cancel));
        }
        return [.. staff.DistinctBy(c => c.PersonId).OrderBy(c => c.Name, StringComparer.Ordinal)];
    }
}
