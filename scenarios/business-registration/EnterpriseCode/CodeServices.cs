using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Applying;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Demo;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Pages;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Standing;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode;

/// <summary>Services of the code under which an enterprise's licence and permits stand (企业码).</summary>
internal static class CodeServices
{
    public static void AddEnterpriseCode(this IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<PermitList>();
        services.AddSingleton<CodeRegister>();
        services.AddSingleton<CodeReader>();
        services.AddSingleton<PermitApplications>();
        services.AddSingleton<PermitStanding>();
        services.AddSingleton<CodeEndpoints.Own>();
        services.AddSingleton<CodeEndpoints.Issued>();
        services.AddSingleton<IPrefillSource, EnterprisePrefill>();
        services.AddSingleton<ILogFollower, CodeFollower>();
        services.AddSingleton<IScanPage, LicenceScanPage>();
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, CodeStory>();
        }
    }
}

/// <summary>The QR code on a business licence opens the enterprise's code, which shows licence and permits together.</summary>
internal sealed class LicenceScanPage : IScanPage
{
    public string Type => "business-licence";

    public string PathOf(string certificateId) => "/enterprise-codes/" + certificateId;
}
