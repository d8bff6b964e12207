using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Deposits.Recording;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Deposits.Api;

/// <summary>Deposits for departments' systems.</summary>
internal static class DepositApi
{
    private const string Example = """
        Examples: {"scene":"real-estate-registration","kind":"digest","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","size":48213,"name":"登记申请书.pdf","occurredAt":"2022-08-16T09:30:00+08:00"}
        · {"scene":"subsidy-payment","kind":"record","facts":{"policy":"稳岗返还","outcome":"已拨付"},"private":{"amount":"12850.00","payee":"百色示例置业有限公司"},"subject":"grant-2022-0815"}
        · {"scene":"bid-witness","kind":"file","sha256":"…","size":2147483648,"chunkRoot":"…"}
        """;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1/deposits").WithTags("Deposits");
        api.MapPost("", DepositAsync).WithName("Deposit").WithSummary("Deposit a digest, a small record or a large file's digest; the receipt comes at once")
            .WithDescription("The same Idempotency-Key deposits once: repeating answers 200 with the same receipt. " + Example)
            .Accepts<NewDeposit>("application/json").Produces<DepositReceipt>(StatusCodes.Status201Created).Produces<DepositReceipt>()
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapPost("/batch", DepositManyAsync).WithName("DepositMany").WithSummary("Up to 1,000 deposits in one request, each with its own answer")
            .WithDescription("Each deposit carries its own key: {\"deposits\":[{\"key\":\"2022-000123\",\"scene\":…},…]}. The answers stand in the same order: status 201 (recorded), 200 (recorded before under this key) or 422 with its faults. " + Example)
            .Accepts<DepositBatch>("application/json").Produces<DepositBatchAnswer>()
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapGet("/scenes", () => DepositScenes.All).WithName("ListDepositScenes").WithSummary("The scenes under which is deposited");
        api.MapGet("", DepositFinding.FindAsync).WithName("FindDeposits").WithSummary("Deposits by department, scene, time of receipt or digest, newest first; anybody may ask")
            .WithDescription("All conditions hold together; from and to are days in China, both included. Example: /api/v1/deposits?scene=bid-witness&from=2022-08-01&to=2022-08-16&size=100. Follow next until it is null.")
            .Produces<FoundDeposits>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/{id}", FindAsync).WithName("GetDeposit").WithSummary("The receipt of a deposit and the state of its proof; anybody may read it")
            .Produces<DepositReceipt>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> DepositAsync(
        [FromHeader(Name = "Idempotency-Key")] string? key, [FromQuery] string? department, HttpContext http, [FromServices] IDeposits deposits, [FromServices] IDepositors depositors, [FromServices] DepositRate rate, CancellationToken cancel)
    {
        var by = await depositors.RequireAsync(http, department);
        if (!rate.Allows(by, 1))
        {
            return DepositRate.Refuse(http);
        }
        using var document = await DepositReading.ReadAsync(http.Request, cancel);
        var (asked, faults) = DepositReading.Read(document.RootElement);
        if (asked is null)
        {
            throw new InvalidInputException(faults);
        }
        if (asked.Key is not null && key is not null && asked.Key != key)
        {
            throw new InvalidInputException("key", "evidence.deposit.fault.two-keys");
        }
        var answer = (await deposits.DepositAsync(by, [asked with { Key = key ?? asked.Key }], cancel))[0];
        return answer.Receipt is not { } receipt ? throw new InvalidInputException(answer.Faults)
            : answer.Again ? Results.Ok(receipt)
            : Results.Created("/api/v1/deposits/" + receipt.Id, receipt);
    }

    private static async Task<IResult> DepositManyAsync(
        [FromQuery] string? department, HttpContext http, [FromServices] IDeposits deposits, [FromServices] IDepositors depositors, [FromServices] DepositRate rate, [FromServices] Phrases words, CancellationToken cancel)
    {
        var by = await depositors.RequireAsync(http, department);
        using var document = await DepositReading.ReadAsync(http.Request, cancel);
        var elements = DepositReading.Batch(document);
        if (!rate.Allows(by, elements.Count))
        {
            return DepositRate.Refuse(http);
        }
        var read = elements.Select(DepositReading.Read).ToList();
        var answers = new Queue<DepositAnswer>(await deposits.DepositAsync(by, [.. read.Select(r => r.Deposit).OfType<NewDeposit>()], cancel));
        return Results.Ok(new DepositBatchAnswer([.. read.Select(r => Told(r.Deposit is null ? new(null, Again: false, r.Faults) : answers.Dequeue(), words))]));
    }

    private static DepositBatchLine Told(DepositAnswer answer, Phrases words) => answer.Receipt is { } receipt
        ? new(answer.Again ? StatusCodes.Status200OK : StatusCodes.Status201Created, receipt, [])
        : new(StatusCodes.Status422UnprocessableEntity, null, [.. answer.Faults.Select(f => new DepositFault(f.Field, f.Code, words[f]))]);

    private static async Task<IResult> FindAsync(string id, [FromServices] IDeposits deposits, CancellationToken cancel) =>
        Results.Ok(await deposits.ReceiptAsync(id, cancel) ?? throw new NotFoundException("evidence.deposit.fault.none", id));
}

/// <summary>The body of a batch.</summary>
internal sealed record DepositBatch(IReadOnlyList<NewDeposit> Deposits);

/// <param name="Results">One line for each deposit, in their order.</param>
internal sealed record DepositBatchAnswer(IReadOnlyList<DepositBatchLine> Results);

/// <param name="Status">201, 200 or 422, as a single deposit would be answered.</param>
internal sealed record DepositBatchLine(int Status, DepositReceipt? Receipt, IReadOnlyList<DepositFault> Faults);

internal sealed record DepositFault(string Field, string Code, string Message);
