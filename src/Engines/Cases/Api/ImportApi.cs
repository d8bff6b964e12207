using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Api;

/// <summary>Sheets of cases, for programs and <c>zj import</c>.</summary>
internal static class ImportApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var imports = api.MapGroup("/imports").WithTags("Imports").ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        imports.MapPost("", async ([FromQuery] string matter, [FromQuery] ImportKind? kind, [FromQuery] string name, HttpContext http, IAccess access, IImports service, CancellationToken cancel) =>
        {
            var import = await service.BeginAsync(await access.ActorAsync(http), matter, kind ?? ImportKind.Applications, name, http.Request.Body, cancel);
            return Results.Created("/api/v1/imports/" + import.Id, import);
        }).WithName("BeginImport").WithSummary("Bring a sheet: the request's body is the CSV or xlsx file; columns are guessed and all rows checked").Accepts<byte[]>("application/octet-stream").Produces<Import>(StatusCodes.Status201Created);
        imports.MapGet("/{id}", async (string id, HttpContext http, IAccess access, IImports service, CancellationToken cancel) =>
                await service.FindAsync(await access.ActorAsync(http), id, cancel) ?? throw new NotFoundException("cases.fault.no-such-import"))
            .WithName("GetImport").WithSummary("How far an import is").Produces<Import>();
        imports.MapPut("/{id}/columns", async (string id, Dictionary<string, string> columns, HttpContext http, IAccess access, IImports service, CancellationToken cancel) =>
                await service.MatchAsync(await access.ActorAsync(http), id, columns, cancel))
            .WithName("MatchImport").WithSummary("Say which column is what, and check all rows anew").Produces<Import>();
        imports.MapGet("/{id}/faults", async (string id, [FromQuery] int? most, HttpContext http, IAccess access, IImports service, CancellationToken cancel) =>
                await service.FaultsAsync(await access.ActorAsync(http), id, Math.Clamp(most ?? 100, 1, 10_000), cancel))
            .WithName("GetImportFaults").WithSummary("What is wrong, by row and column").Produces<IReadOnlyList<ImportFault>>();
        imports.MapGet("/{id}/faulty-rows", async (string id, HttpContext http, IAccess access, IImports service, CancellationToken cancel) =>
                Results.File(await service.FaultyRowsAsync(await access.ActorAsync(http), id, "zh", cancel), "text/csv", "faulty-rows.csv"))
            .WithName("GetFaultyRows").WithSummary("The faulty rows as CSV, with what is wrong beside each, to mend and bring again").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        imports.MapPost("/{id}/run", async (string id, HttpContext http, IAccess access, IImports service, CancellationToken cancel) =>
                Results.Accepted("/api/v1/imports/" + id, await service.RunAsync(await access.ActorAsync(http), id, cancel)))
            .WithName("RunImport").WithSummary("Enter the sound rows; sent again it goes on where it was").Produces<Import>(StatusCodes.Status202Accepted);
    }
}
