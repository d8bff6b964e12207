using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.BusinessRegistration.Checking;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Pages;
using Zhuangjin.Scenarios.BusinessRegistration.Industry;
using Zhuangjin.Scenarios.BusinessRegistration.Names;
using Zhuangjin.Scenarios.BusinessRegistration.Opening;
using Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;
using Zhuangjin.Scenarios.BusinessRegistration.Opening.Pages;
using Zhuangjin.Scenarios.BusinessRegistration.Pages;
using Zhuangjin.Scenarios.BusinessRegistration.Premises;
using Zhuangjin.Scenarios.BusinessRegistration.Scope;

namespace Zhuangjin.Scenarios.BusinessRegistration;

/// <summary>Manifest of the scenario 企业开办: the checks by which a clean application is approved at once. The matter stands in pack.yaml.</summary>
public sealed class BusinessRegistrationModule : IScenario
{
    private bool _demo;

    public string Name => "registration";

    public string Folder => "business-registration";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        // A mistake in a table of the pack stops the start, where it is told with its line, and not an applicant's page.
        BarredWords.Load();
        _ = (Industries.All, EnterpriseName.Forms, ScopeEntries.All, FiledPremises.All);
        services.AddSingleton(new NameRegister(NameRegister.Usual));
        services.AddSingleton<GrantedNames>();
        services.AddSingleton<KeptNames>();
        services.AddSingleton<NameBook>();
        services.AddSingleton<ILogFollower, NameFollower>();
        services.AddSingleton<FiledPremises>();
        services.AddSingleton<ICaseChecks, NameIsFree>();
        services.AddSingleton<ICaseChecks, PremisesAreFiled>();
        services.AddSingleton<ICaseChecks, ScopeIsStandard>();
        _demo = settings.Demo;
        services.AddEnterpriseCode(settings);
        services.AddOpening(settings);
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapNamePage();
        endpoints.MapCodePages();
        endpoints.MapOpeningPages();
        if (_demo)
        {
            endpoints.MapDemoBanks();
        }
    }

    public IReadOnlyList<Migration> Migrations(Dialect dialect) => Migration.Embedded(typeof(BusinessRegistrationModule).Assembly, Name, dialect, Folder);

    public IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.Services, "registration.nav.names", "/enterprise-names", 28), new(NavigationArea.Services, "registration.nav.codes", "/enterprise-codes", 29), new(NavigationArea.Mine, "registration.nav.openings", "/enterprise-openings", 29, "signed-in")];
}
