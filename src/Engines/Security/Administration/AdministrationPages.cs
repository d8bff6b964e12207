using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.OpenIdConnect;

namespace Zhuangjin.Security.Administration;

/// <summary>Draws what lies within the administrator's reach, and nothing else.</summary>
internal sealed class AdministrationPages(IAccess access, IOrganisations organisations, IDatabase database)
{
    public async Task<IResult> OrganisationsAsync(HttpContext http, IFormCollection? typed, IReadOnlyList<Fault> faults) =>
        new RazorComponentResult<OrganisationsPage>(new { Organisations = await WithinReachAsync(http), Typed = Values(typed), Faults = faults }) { StatusCode = StatusOf(faults) };

    public async Task<IResult> PeopleAsync(HttpContext http, IFormCollection? typed, IReadOnlyList<Fault> faults)
    {
        var reached = await WithinReachAsync(http);
        var byId = reached.ToDictionary(o => o.Id, StringComparer.Ordinal);
        var rows = await database.ReadAsync(
            s => s.QueryAsync(
                "select p.id, p.login, p.name, a.organisation_id, a.role from security_person p join security_appointment a on a.person_id = p.id where p.closed_at is null and p.login not like $1 order by p.login, a.role",
                r => (Id: r.GetString(0), Login: r.GetString(1), Name: r.GetString(2), Organisation: r.GetString(3), Role: r.GetString(4)),
                ProgramAccounts.LoginOf("") + "%"),
            http.RequestAborted);
        var people = rows.Where(r => byId.ContainsKey(r.Organisation)).GroupBy(r => r.Id, StringComparer.Ordinal)
            .Select(g => new PeoplePage.Person(g.Key, g.First().Login, g.First().Name, [.. g.Select(r => new PeoplePage.Post(byId[r.Organisation], r.Role))])).ToList();
        return new RazorComponentResult<PeoplePage>(new { People = people, Organisations = reached, Typed = Values(typed), Faults = faults }) { StatusCode = StatusOf(faults) };
    }

    /// <param name="told">A secret that was made just now.</param>
    public async Task<IResult> ProgramsAsync(HttpContext http, IFormCollection? typed, IReadOnlyList<Fault> faults, RegisteredProgram? told)
    {
        var reached = await WithinReachAsync(http);
        var byId = reached.ToDictionary(o => o.Id, StringComparer.Ordinal);
        var prefix = ProgramAccounts.LoginOf("");
        var rows = await database.ReadAsync(
            s => s.QueryAsync(
                "select p.login, p.name, a.organisation_id, a.role from security_person p join security_appointment a on a.person_id = p.id where p.closed_at is null and p.login like $1 order by p.login, a.role",
                r => (Login: r.GetString(0), Name: r.GetString(1), Organisation: r.GetString(2), Role: r.GetString(3)),
                prefix + "%"),
            http.RequestAborted);
        var programs = rows.Where(r => byId.ContainsKey(r.Organisation)).GroupBy(r => r.Login, StringComparer.Ordinal)
            .Select(g => new ProgramsPage.Program(g.Key[prefix.Length..], g.First().Name, [.. g.Select(r => (byId[r.Organisation], r.Role))])).ToList();
        return new RazorComponentResult<ProgramsPage>(new { Programs = programs, Organisations = reached, Typed = Values(typed), Faults = faults, Told = told is null ? ((string, string)?)null : (told.ClientId, told.ClientSecret) })
        {
            StatusCode = StatusOf(faults),
        };
    }

    private async Task<IReadOnlyList<Organisation>> WithinReachAsync(HttpContext http)
    {
        var reach = access.Reach(await access.ActorAsync(http), Permissions.SecurityAdminister);
        if (reach.Count == 0)
        {
            throw new DeniedException("security.fault.not-administrator");
        }
        return [.. organisations.All.Where(o => reach.Any(r => o.Path.StartsWith(r, StringComparison.Ordinal))).OrderBy(o => o.Path, StringComparer.Ordinal)];
    }

    /// <summary>What was typed, to be shown again; never a password.</summary>
    private static IReadOnlyDictionary<string, string> Values(IFormCollection? form) =>
        form is null ? new Dictionary<string, string>(StringComparer.Ordinal) : form.Where(f => f.Key != "password").ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);

    private static int StatusOf(IReadOnlyList<Fault> faults) => faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
}
