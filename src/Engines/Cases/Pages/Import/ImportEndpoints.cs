using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Import;

/// <summary>/work/import: a sheet is brought, its columns are matched, its faults shown, and its sound rows entered.</summary>
internal sealed class ImportEndpoints(IAccess access, IImports imports, IMatters matters)
{
    private const int MostShown = 100;

    public Task<IResult> ListAsync(HttpContext http) => ListAsync(http, "", ImportKind.Applications, []);

    public async Task<IResult> BeginAsync(HttpContext http)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var (matter, kind) = (posted["matter"].ToString(), posted["kind"] == "old" ? ImportKind.OldCases : ImportKind.Applications);
        try
        {
            if (posted.Files.GetFile("file") is not { Length: > 0 } file)
            {
                throw new InvalidInputException("file", "cases.page.fault.no-file");
            }
            await using var content = file.OpenReadStream();
            var import = await imports.BeginAsync(await access.ActorAsync(http), matter, kind, file.FileName, content, http.RequestAborted);
            return Answers.SeeOther("/work/import/" + import.Id);
        }
        catch (InvalidInputException refusal)
        {
            return await ListAsync(http, matter, kind, refusal.Faults);
        }
    }

    public async Task<IResult> ShowAsync(string id, HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        var import = await imports.FindAsync(actor, id, http.RequestAborted) ?? throw new NotFoundException("cases.fault.no-such-import");
        if (import.Status == ImportStatus.Running)
        {
            // Works without scripts: the browser asks again by itself while rows come in.
            http.Response.Headers["Refresh"] = "2";
        }
        return Answers.Page<ImportPage>(new
        {
            Import = import,
            Matter = matters.Current(import.MatterKey)?.Title,
            Targets = imports.Targets(import.MatterKey, import.Kind),
            Faults = await imports.FaultsAsync(actor, id, MostShown, http.RequestAborted),
        });
    }

    public async Task<IResult> MatchAsync(string id, HttpContext http)
    {
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var columns = posted.Where(p => p.Key.StartsWith("column.", StringComparison.Ordinal) && p.Value.ToString().Length > 0).ToDictionary(p => p.Key["column.".Length..], p => p.Value.ToString(), StringComparer.Ordinal);
        await imports.MatchAsync(await access.ActorAsync(http), id, columns, http.RequestAborted);
        return Answers.SeeOther("/work/import/" + id);
    }

    public async Task<IResult> RunAsync(string id, HttpContext http)
    {
        await imports.RunAsync(await access.ActorAsync(http), id, http.RequestAborted);
        return Answers.SeeOther("/work/import/" + id);
    }

    public async Task<IResult> FaultyAsync(string id, HttpContext http, Phrases t) =>
        Results.File(await imports.FaultyRowsAsync(await access.ActorAsync(http), id, t.Language, http.RequestAborted), "text/csv; charset=utf-8", "faulty-rows.csv");

    private async Task<IResult> ListAsync(HttpContext http, string matter, ImportKind kind, IReadOnlyList<Fault> faults) => Answers.Page<ImportsPage>(new
    {
        Imports = await imports.MineAsync(await access.ActorAsync(http), http.RequestAborted),
        Matters = (IReadOnlyList<Matter>)[.. matters.Published.Where(m => m.BeginsAt is null)],
        Matter = matter,
        Kind = kind,
        Faults = faults,
    }, faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
}
