using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;
using Zhuangjin.Scenarios.BusinessRegistration.Opening.Demo;
using Zhuangjin.Scenarios.BusinessRegistration.Opening.Pages;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening;

/// <summary>Services of what follows the licence: seven items in one go, the last of them at the bank.</summary>
internal static class OpeningServices
{
    public static void AddOpening(this IServiceCollection services, ModuleSettings settings)
    {
        services.AddSingleton<AccountBox>();
        services.AddSingleton<IStartUp>(p => p.GetRequiredService<AccountBox>());
        services.AddSingleton<IStartUp, AccountSealing>();
        services.AddSingleton<OpeningRegister>();
        services.AddSingleton<OpeningEndpoints.Progress>();
        services.AddSingleton<ILogFollower, LicencePush>();
        foreach (var bank in BankConnection.Names)
        {
            services.AddSingleton<IPostReceiver>(p => new BankConnection(bank, p));
        }
        if (settings.Demo)
        {
            services.AddSingleton<IDemoStory, OpeningStory>();
        }
    }
}
