using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Satisfaction;
using Zhuangjin.Cases.Supervision.Notices;

namespace Zhuangjin.Cases.Supervision;

/// <summary>What supervision, satisfaction and calendars bring into the engine.</summary>
internal static class SupervisionServices
{
    public static IServiceCollection AddSupervision(this IServiceCollection services) => services
        .AddSingleton<ISupervision, SupervisionDesk>()
        .AddSingleton<ISatisfaction, SatisfactionDesk>();
}
