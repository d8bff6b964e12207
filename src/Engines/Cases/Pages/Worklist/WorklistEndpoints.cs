using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Worklist;

/// <summary>The work that lies with the clerk's offices, and taking several pieces of it at once.</summary>
internal static class WorklistEndpoints
{
    private const int MostUrgent = 4;

    public static async Task<IResult> ShowAsync(HttpContext http, IAccess access, IWorklists lists, IMatters matters, IOrganisations organisations, Phrases t)
    {
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.CasesRead).Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-work");
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
            Taken = Number(http, "taken"),
            Missed = Number(http, "missed"),
        });
    }

    /// <summary>Takes each chosen item by itself: one that somebody else was faster with does not stop the others.</summary>
    public static async Task<IResult> TakeAsync(HttpContext http, IAccess access, ICases cases)
    {
        var actor = await access.ActorAsync(http);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var (taken, missed) = (0, 0);
        foreach (var chosen in posted["chosen"])
        {
            if (chosen?.Split(':') is not [var caseId, var item])
            {
                continue;
            }
            try
            {
                await cases.ExecuteAsync(actor, caseId, new TakeItem(item), cancel: http.RequestAborted);
                taken++;
            }
            catch (RefusalException)
            {
                missed++;
            }
        }
        var back = posted["back"].ToString();
        var address = back.StartsWith("/work", StringComparison.Ordinal) ? back : "/work";
        return Answers.SeeOther(QueryHelpers.AddQueryString(address, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["taken"] = taken.ToString(CultureInfo.InvariantCulture),
            ["missed"] = missed.ToString(CultureInfo.InvariantCulture),
        }));
    }

    private static int? Number(HttpContext http, string name) => int.TryParse(http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
