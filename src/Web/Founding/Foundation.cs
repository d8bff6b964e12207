using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Web.Founding;

/// <summary>The beginning of an installation: the area that it serves, and the first administrator, who does everything else in the browser.</summary>
public static class Foundation
{
    /// <summary>Adds the area with the areas above it, and an administrator at the area.</summary>
    /// <param name="division">GB/T 2260 code of the region, city or county.</param>
    /// <exception cref="InvalidInputException">The code is unknown, the password too short, or the login not of the right shape.</exception>
    /// <exception cref="InvalidOperationException">The installation was founded before.</exception>
    public static async Task FoundAsync(NodeOptions options, string division, string login, string password, string name, CancellationToken cancel)
    {
        await using var app = await OpenAsync(options, cancel);
        var services = app.Services;

        var organisations = services.GetRequiredService<IOrganisations>();
        if (organisations.All.Count > 0)
        {
            throw new InvalidOperationException("This installation has its organisations already; sign in as its administrator and go on in the browser.");
        }
        if (Division.Check("division", division) is { } wrong)
        {
            throw new InvalidInputException([wrong]);
        }
        if (password.Length < 8)
        {
            throw new InvalidInputException("password", "security.fault.password-short", "8");
        }
        var tree = services.GetRequiredService<IOrganisationRegistry>();
        string? parent = null;
        foreach (var area in Above(Division.Find(division) ?? throw new InvalidInputException("division", "security.fault.no-organisation")))
        {
            var kind = area.Level switch
            {
                DivisionLevel.Province => OrganisationKind.Region,
                DivisionLevel.City => OrganisationKind.City,
                _ => OrganisationKind.County,
            };
            parent = (await tree.AddAsync(Actor.Clock, parent, kind, area.Code, null, new LocalText(area.Name), cancel)).Id;
        }
        var people = services.GetRequiredService<IPeopleRegistry>();
        var person = await people.AddPersonAsync(Actor.Clock, login, password, name, null, cancel);
        await people.AppointAsync(Actor.Clock, person, parent!, Roles.Administrator, cancel);
    }

    /// <summary>The program's services over a store, brought up to date but serving nobody: for commands that do one thing beside the running nodes.</summary>
    public static async Task<WebApplication> OpenAsync(NodeOptions options, CancellationToken cancel)
    {
        var app = ZhuangjinHost.Build(options);
        var database = app.Services.GetRequiredService<IDatabase>();
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of(Plugged.Modules, database.Dialect), app.Services.GetRequiredService<TimeProvider>(), cancel);
        await StartUpRunner.RunAsync(app.Services, cancel);
        return app;
    }

    /// <summary>From the province down to the area itself.</summary>
    private static IEnumerable<Division> Above(Division area) => area.Parent is { } parent ? [.. Above(parent), area] : [area];
}
