using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Pages.Worklist;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Batches;

/// <summary>One deed on the chosen rows of the worklist, and what came of each.</summary>
internal static class BatchEndpoints
{
    public static async Task<IResult> RunAsync(HttpContext http, IAccess access, IBatches batches)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var id = posted["batch"].ToString();
        List<WorkKey> work = [.. posted["chosen"].Select(c => c?.Split(':')).OfType<string[]>().Where(c => c.Length == 2).Select(c => new WorkKey(c[0], c[1]))];
        var deed = Enum.TryParse<BatchDeed>(posted["deed"], ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : throw new InvalidInputException("deed", "cases.fault.command");
        var batch = await batches.RunAsync(await access.ActorAsync(http), new(id, deed, work, posted["remark"].ToString().Trim(), posted["person"].ToString()), http.RequestAborted);
        return Answers.SeeOther($"/work/batches/{batch.Id}?back={Uri.EscapeDataString(Back(posted["back"].ToString()))}");
    }

    public static async Task<IResult> ShowAsync(HttpContext http, string id, string? back, IAccess access, IBatches batches, TimeProvider time)
    {
        var batch = await batches.FindAsync(await access.ActorAsync(http), id, http.RequestAborted) ?? throw new NotFoundException("cases.fault.no-such-batch");
        return Answers.Page<BatchPage>(new { Batch = batch, Back = Back(back), NewId = Ids.New(time) });
    }

    private static string Back(string? address) => SignInRequired.LocalAddress(address, "/work") is var local && local.StartsWith("/work", StringComparison.Ordinal) ? local : "/work";
}
