using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Deposits.Api;
using Zhuangjin.Evidence.Deposits.Recording;
using Zhuangjin.Evidence.Deposits.Searching;

namespace Zhuangjin.Evidence.Deposits;

/// <summary>What this room brings into the engine.</summary>
internal static class DepositServices
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(DepositRules.Default);
        services.AddSingleton<IDeposits, DepositRecording>();
        services.AddSingleton<DepositRate>();
        services.AddHealthChecks().AddCheck<PromiseCheck>("deposits");
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        DepositApi.Map(endpoints);
        DepositPages.Map(endpoints);
    }
}
