using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Access;
using Zhuangjin.Security.Administration;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Security.Demo;
using Zhuangjin.Security.OpenIdConnect;
using Zhuangjin.Security.Organisations;
using Zhuangjin.Security.People;
using Zhuangjin.Security.Profile;
using Zhuangjin.Security.SignIn;
using Zhuangjin.Security.Leave;

namespace Zhuangjin.Security;

/// <summary>Manifest of the Security engine.</summary>
public sealed class SecurityModule : IModule
{
    public string Name => "security";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<OrganisationDirectory>();
        services.AddSingleton<IOrganisations>(p => p.GetRequiredService<OrganisationDirectory>());
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<OrganisationDirectory>());
        services.AddHostedService(p => p.GetRequiredService<OrganisationDirectory>());
        services.AddSingleton<IOrganisationRegistry, OrganisationRegistry>();
        services.AddSingleton<PartyCodes>();
        services.AddSingleton<PeopleDirectory>();
        services.AddSingleton<IPeople>(p => p.GetRequiredService<PeopleDirectory>());
        services.AddSingleton<IAudience, Audience>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<PeopleDirectory>());
        services.AddSingleton<IColleagues>(p => p.GetRequiredService<PeopleDirectory>());
        services.AddSingleton<ISubstitutions, Substitutions>();
        services.AddSingleton<PeopleRegistry>();
        services.AddSingleton<IPeopleRegistry>(p => p.GetRequiredService<PeopleRegistry>());
        services.AddSingleton<IAccess, AccessRules>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<GivenMandates>();
        services.AddSingleton<Profiles>();
        services.AddSingleton<AdministrationPages>();
        services.AddSingleton<ProgramAccounts>();
        services.AddSingleton<ProgramRegistration>();
        if (settings.Demo)
        {
            services.AddSingleton<IDemoData, DemoPeople>();
            services.AddSingleton<IDemoData, DemoProgramAccounts>();
            services.AddSingleton<IDemoData, DemoGuilin>();
            services.AddSingleton<IDemoData, DemoPermits>();
            services.AddSingleton<IDemoData, DemoOpening>();
            services.AddSingleton<IDemoData, DemoLiuzhou>();
        }
        services.AddAuthorization();
        var authentication = services.AddAuthentication(OpenIdSetup.CookieOrToken);
        authentication.AddCookieOrToken();
        authentication.AddCookie(cookie =>
        {
            cookie.Cookie.Name = "zj_session";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/sign-in";
            // The demo's clock is moved by days; a session is measured by the machine's.
            cookie.TimeProvider = TimeProvider.System;
        });
        services.AddOpenId(settings);
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapSignIn();
        endpoints.MapProfile();
        endpoints.MapLeave();
        endpoints.MapAdministration();
        endpoints.MapProgramPages();
        endpoints.MapConnect();
        endpoints.MapPrograms();
    }

    public IReadOnlyList<NavigationEntry> Navigation => [new(NavigationArea.Admin, "security.admin.nav", "/admin/organisations", 90, Permissions.SecurityAdminister)];
}
