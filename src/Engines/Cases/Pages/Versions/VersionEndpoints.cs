using Microsoft.AspNetCore.Http;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Decisions;
using Zhuangjin.Cases.Pages.Requests;
using Zhuangjin.Cases.Publishing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Versions;

/// <summary>Versions of matters: what runs since when, by whom; changed tables with their preview; moving running cases.</summary>
internal sealed class VersionEndpoints(IAccess access, IMatters matters, MatterLibrary library, Publishing.Versions versions, Migrations migrations, IPeople people)
{
    private const int Months = 12;

    public async Task<IResult> ListAsync(HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        if (access.Reach(actor, Permissions.CasesPublish).Count == 0)
        {
            throw new DeniedException("cases.fault.not-your-matter");
        }
        return Answers.Page<MatterList>(new { Matters = (IReadOnlyList<Matter>)[.. matters.Published.Where(m => versions.May(actor, m))] });
    }

    public async Task<IResult> ShowAsync(string key, HttpContext http)
    {
        var matter = versions.Demand(await access.ActorAsync(http), key);
        var history = await versions.HistoryAsync(key, http.RequestAborted);
        var names = await people.NamesAsync(history.Select(h => h.Person).Where(p => p.Length > 0).Distinct(), http.RequestAborted);
        return Answers.Page<VersionsPage>(new
        {
            Matter = matter,
            History = (IReadOnlyList<PublishedVersion>)history,
            Use = (IReadOnlyList<VersionUse>)await versions.UseAsync(key, http.RequestAborted),
            Names = names,
            Kept = (Func<string, Matter?>)(hash => library.Kept(key, hash)),
            Done = http.Request.Query["done"].ToString(),
        });
    }

    public async Task<IResult> EditAsync(string key, string table, HttpContext http)
    {
        var matter = versions.Demand(await access.ActorAsync(http), key);
        var found = Table(matter, table);
        return Edit(matter, found, Versioning.Csv(found, matter.Form), null, []);
    }

    public async Task<IResult> DownloadAsync(string key, string table, HttpContext http)
    {
        var matter = versions.Demand(await access.ActorAsync(http), key);
        var found = Table(matter, table);
        return Results.File(CsvText.Write(TableReader.Grid(found, matter.Form)), "text/csv; charset=utf-8", $"{key}-{table}-{matter.Version}.csv");
    }

    public async Task<IResult> PreviewAsync(string key, string table, HttpContext http)
    {
        var matter = versions.Demand(await access.ActorAsync(http), key);
        var found = Table(matter, table);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var csv = await PostedTable.ReadAsync(found, matter.Form, posted, http.RequestAborted);
        var preview = await versions.PreviewAsync(matter, table, csv, Months, http.RequestAborted);
        return Edit(matter, found, csv, preview, []);
    }

    public async Task<IResult> PublishAsync(string key, string table, HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        var matter = versions.Demand(actor, key);
        var found = Table(matter, table);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var csv = await PostedTable.ReadAsync(found, matter.Form, posted, http.RequestAborted);
        try
        {
            await versions.PublishAsync(actor, key, table, csv, posted["hash"].ToString(), posted["reason"].ToString(), http.RequestAborted);
            return Answers.SeeOther($"/matters/{key}/versions?done=published");
        }
        catch (RefusalException refusal) when (refusal is InvalidInputException or ConflictException)
        {
            return Edit(matter, found, csv, await versions.PreviewAsync(matter, table, csv, Months, http.RequestAborted), refusal.Faults);
        }
    }

    public async Task<IResult> PlanAsync(string key, HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        return Migration(versions.Demand(actor, key), await migrations.DryRunAsync(actor, key, http.RequestAborted), [], [], StatusCodes.Status200OK);
    }

    public async Task<IResult> MoveAsync(string key, HttpContext http)
    {
        var actor = await access.ActorAsync(http);
        var matter = versions.Demand(actor, key);
        var posted = await http.Request.ReadFormAsync(http.RequestAborted);
        var chosen = posted["case"].OfType<string>().ToList();
        try
        {
            if (chosen.Count == 0)
            {
                throw new InvalidInputException("case", "cases.fault.choose-cases");
            }
            if (posted["hash"].ToString() != matter.Hash)
            {
                throw new InvalidInputException("", "cases.fault.version-moved", matter.Version);
            }
            var moved = await migrations.MoveAsync(actor, key, chosen, posted["reason"].ToString(), http.RequestAborted);
            return Migration(matter, await migrations.DryRunAsync(actor, key, http.RequestAborted), moved, [], StatusCodes.Status200OK);
        }
        catch (InvalidInputException refusal)
        {
            return Migration(matter, await migrations.DryRunAsync(actor, key, http.RequestAborted), [], refusal.Faults, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static IResult Migration(Matter matter, IReadOnlyList<PlannedMove> plans, IReadOnlyList<MovedCase> moved, IReadOnlyList<Fault> faults, int status) =>
        Answers.Page<MigrationPage>(new { Matter = matter, Plans = plans, Moved = moved, Faults = faults }, status);

    private static IResult Edit(Matter matter, DecisionTable table, string csv, TablePreview? preview, IReadOnlyList<Fault> faults) =>
        Answers.Page<TablePage>(new { Matter = matter, Table = table, Csv = csv, Preview = preview, Faults = faults },
            faults.Count > 0 || preview?.Faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    private static DecisionTable Table(Matter matter, string key) => matter.Decisions.FirstOrDefault(d => d.Key == key) ?? throw new NotFoundException("cases.fault.no-such-table", key);
}
