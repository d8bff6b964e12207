using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Search;

/// <summary>/work/search: all cases within an official's reach, by words.</summary>
internal static class SearchEndpoint
{
    public static async Task<IResult> AnswerAsync(HttpContext http, string? q, string? after, IAccess access, ICaseSearch search)
    {
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.CasesRead).Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-work");
        }
        var words = q?.Trim() ?? "";
        var found = words.Length == 0 ? null : await search.SearchAsync(actor, words, after, cancel: http.RequestAborted);
        return Answers.Page<SearchCasesPage>(new { Words = words, Found = found, After = after });
    }
}
