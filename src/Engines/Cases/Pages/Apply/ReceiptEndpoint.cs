using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Apply;

/// <summary>What the applicant takes away: the number, the dates to count on, and what happens next.</summary>
internal static class ReceiptEndpoint
{
    public static async Task<IResult> AnswerAsync(string id, HttpContext http, IAccess access, ICases cases)
    {
        var view = await cases.FindAsync(await access.ActorAsync(http), id, http.RequestAborted) ?? throw new NotFoundException("cases.page.fault.no-case");
        return Answers.Page<ReceiptPage>(new { Case = view });
    }
}
