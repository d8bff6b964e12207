using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Board;

/// <summary>The supervisor's board: where time is short, where it was lost, and to whom.</summary>
internal static class BoardEndpoint
{
    public static async Task<IResult> AnswerAsync(HttpContext http, IAccess access, IWorklists lists)
    {
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.CasesSupervise).Count == 0)
        {
            throw new DeniedException("cases.page.fault.no-board");
        }
        return Answers.Page<BoardPage>(new { Numbers = await lists.BoardAsync(actor, http.RequestAborted) });
    }
}
