using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Zhuangjin.Cases.Calendars;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Satisfaction;
using Zhuangjin.Cases.Supervision.Bulletins;
using Zhuangjin.Cases.Supervision.Notices;
using Zhuangjin.Print.Fonts;

namespace Zhuangjin.Cases.Supervision;

/// <summary>What supervision, satisfaction and calendars bring into the engine.</summary>
internal static class SupervisionServices
{
    public static IServiceCollection AddSupervision(this IServiceCollection services)
    {
        services.TryAddSingleton<FontShelf>();
        return services
            .AddSingleton<ISupervision, SupervisionDesk>()
            .AddSingleton<ISatisfaction, SatisfactionDesk>()
            .AddSingleton<CalendarShelf>()
            .AddSingleton<DueMover>()
            .AddSingleton<ICalendarNotices, NoticeDesk>()
            .AddSingleton<BulletinWords>()
            .AddSingleton<BulletinPrinter>()
            .AddSingleton<IBulletins, BulletinDesk>();
    }
}
