using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.MyMatters;

/// <summary>What the signed-in person has applied for or is writing; what waits for him comes first.</summary>
internal static class MyMattersEndpoint
{
    public static async Task<IResult> AnswerAsync(HttpContext http, IAccess access, IWorklists lists, IDrafts drafts, IMatters matters)
    {
        var actor = await access.ActorAsync(http);
        var mine = await lists.MineAsync(actor, http.RequestAborted);
        var open = (await drafts.MineAsync(actor, http.RequestAborted)).Where(d => d.CaseId is null).OrderByDescending(d => d.SavedAt).ToList();
        return Answers.Page<MyMattersPage>(new
        {
            Cases = (IReadOnlyList<MyCase>)[.. mine.OrderByDescending(c => c.NeedsApplicant).ThenByDescending(c => c.SubmittedAt)],
            Drafts = (IReadOnlyList<Draft>)open,
            Titles = (IReadOnlyDictionary<string, Kernel.Text.LocalText>)matters.Published.ToDictionary(m => m.Key, m => m.Title, StringComparer.Ordinal),
        });
    }
}
