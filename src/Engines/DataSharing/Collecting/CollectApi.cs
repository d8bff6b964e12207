using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Collecting.Tasks;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Collecting;

/// <summary>A plan as programs send it.</summary>
/// <param name="Cycle">Daily, Weekly, Monthly, Quarterly, Yearly or Irregular.</param>
internal sealed record PlanBody(string? Office, string? Title, string? Purpose, string? Basis, string? Subject, string? Cycle, DateOnly Deadline, IReadOnlyList<string>? Areas, IReadOnlyList<FieldBody>? Fields);

/// <param name="Type">Text, Integer, Decimal, Date, Instant or Flag.</param>
/// <param name="Item">The catalogue's item that is meant, such as "pop.person/name".</param>
internal sealed record FieldBody(string? Key, string? Name, string? Type, int? Length, int? Scale, bool? Required, string? CodeList, string? Item, string? Reason);

/// <param name="Verdict">free, held (the pool has it), merged (a running collection asks it) or kept (asked all the same).</param>
/// <param name="Item">Where the pool has it; with <paramref name="Stale"/> older than the cycle.</param>
/// <param name="Task">The collection that asks it.</param>
internal sealed record FindingAnswer(string Field, string Verdict, string? Item, string? Source, DateTimeOffset? UpdatedAt, bool Stale, string? Task);

/// <param name="State">planned, refused, running or done.</param>
/// <param name="Version">The version that it became, such as "cj.01h…@1".</param>
internal sealed record CollectionAnswer(string Id, string Title, string Office, string State, string Subject, string Cycle, DateOnly Deadline, IReadOnlyList<FindingAnswer> Findings, string? Answer, string? Version, DateTimeOffset PlannedAt);

/// <summary>/api/v1/collections: departments' systems compare and plan collections.</summary>
internal static class CollectApi
{
    private const int Shown = 200;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1/collections").RequireSignIn().WithTags("Collections").ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapGet("", ListAsync).Produces<IReadOnlyList<CollectionAnswer>>().WithName("ListCollections").WithSummary("The newest 200 collections of data, newest first");
        api.MapGet("/{id}", FindAsync).Produces<CollectionAnswer>().ProducesProblem(StatusCodes.Status404NotFound).WithName("GetCollection").WithSummary("A collection, with what became of each field");
        api.MapPost("/compare", CompareAsync).Accepts<PlanBody>("application/json").Produces<IReadOnlyList<FindingAnswer>>().ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithName("CompareCollection").WithSummary("What the pool and others have of the fields of a plan; nothing is kept");
        api.MapPost("", PlanAsync).Accepts<PlanBody>("application/json").Produces<CollectionAnswer>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithName("PlanCollection").WithSummary("Puts a plan before the bureau")
            .WithDescription("Needs the right to provide for the office. A plan of which the pool has all is refused at once. Subject is person or enterprise; areas are ids of counties or communities; a field that the pool has is asked only with a reason on which the bureau decides.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, [FromServices] TaskStore tasks, [FromServices] PlanDesk plans, [FromServices] IAccess access, CancellationToken cancel)
    {
        await SeeingAsync(http, plans, access);
        return Results.Ok((await tasks.NewestAsync(Shown, cancel)).Select(Answer));
    }

    private static async Task<IResult> FindAsync(string id, HttpContext http, [FromServices] TaskStore tasks, [FromServices] PlanDesk plans, [FromServices] IAccess access, CancellationToken cancel)
    {
        await SeeingAsync(http, plans, access);
        return Results.Ok(Answer(await tasks.FindAsync(id, cancel) ?? throw new NotFoundException("sharing.collect.fault.none")));
    }

    private static async Task<IResult> CompareAsync(HttpContext http, [FromServices] PlanDesk plans, [FromServices] IAccess access, CancellationToken cancel)
    {
        var (faults, findings) = await plans.CompareAsync(await access.ActorAsync(http), await ReadAsync(http.Request, cancel), cancel);
        return faults.Where(f => f.Field.StartsWith("field", StringComparison.Ordinal)).ToList() is { Count: > 0 } wrong ? throw new InvalidInputException(wrong) : Results.Ok(findings.Select(f => Answer(f, kept: false)));
    }

    private static async Task<IResult> PlanAsync(HttpContext http, [FromServices] PlanDesk plans, [FromServices] IAccess access, CancellationToken cancel)
    {
        var task = await plans.PlanAsync(await access.ActorAsync(http), await ReadAsync(http.Request, cancel), cancel);
        return Results.Created("/api/v1/collections/" + task.Id, Answer(task));
    }

    private static async Task SeeingAsync(HttpContext http, PlanDesk plans, IAccess access)
    {
        if (!plans.MaySee(await access.ActorAsync(http)))
        {
            throw new DeniedException("sharing.collect.fault.not-planner");
        }
    }

    private static async Task<CollectPlan> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        PlanBody body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<PlanBody>(request.Body, JsonSerializerOptions.Web, cancel) ?? throw new InvalidInputException("", "sharing.catalogue.fault.json", "null");
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException((fault.Path ?? "").TrimStart('$', '.'), "sharing.catalogue.fault.json", fault.Path ?? "");
        }
        return new(body.Office ?? "", body.Title ?? "", body.Purpose ?? "", body.Basis ?? "", body.Subject ?? "", Choice<UpdateCycle>(body.Cycle, "cycle"), body.Deadline, [.. body.Areas ?? []],
            [.. (body.Fields ?? []).Select((f, n) => new CollectField(f.Key ?? "", f.Name ?? "", Choice<ItemType>(f.Type, $"field{n}.type"), f.Length ?? 0, f.Scale ?? 0, f.Required ?? false, f.CodeList, ItemOf(f.Item, n), f.Reason))]);
    }

    private static ItemPath? ItemOf(string? text, int number)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : ItemPath.Parse(text);
        }
        catch (FormatException)
        {
            throw new InvalidInputException($"field{number}.item", "sharing.collect.fault.item", text!);
        }
    }

    private static T Choice<T>(string? text, string name)
        where T : struct, Enum =>
        text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : throw new InvalidInputException(name, "sharing.catalogue.fault.member", text ?? "");

    private static CollectionAnswer Answer(CollectTask task) => new(
        task.Id, task.Plan.Title, task.Plan.OfficeId, task.State.ToString().ToLowerInvariant(), task.Plan.Subject, task.Plan.Cycle.ToString(), task.Plan.Deadline, [.. task.Findings.Select(f => Answer(f, task.Kept.Contains(f.Field)))], task.Answer,
        task.Version is { } version ? $"{task.Resource}@{version}" : null, task.PlannedAt);

    private static FindingAnswer Answer(Finding found, bool kept) => new(found.Field, kept ? "kept" : found.Verdict.ToString().ToLowerInvariant(), found.Item?.ToString(), found.Source, found.UpdatedAt, found.Stale, found.TaskId);
}
