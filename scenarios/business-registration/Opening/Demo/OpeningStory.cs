using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening.Demo;

/// <summary>A founder of the demo: the licence comes by a clerk's decision, and offices and bank go on with the other six items.</summary>
internal sealed class OpeningStory(IServiceProvider services) : IDemoStory
{
    public string Name => "enterprise-opening";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        var stage = ActivatorUtilities.CreateInstance<DemoStage>(services, clock);
        await stage.MoveToAsync("2022-08-15 09:20");
        var owner = await stage.ActorAsync("owner");
        var party = owner.Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party;
        var id = await stage.ApplyAsync("owner", "business-registration", party.Id, null, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["phone"] = "13800000000",
            // The capital is above what a machine may pass, so that a clerk has something to see.
            ["enterprise_name"] = "百色示例澄碧湖物流有限公司",
            ["capital"] = "12000",
            ["scope"] = "卖日用品，农产品销售",
            ["division"] = "451002",
            ["address"] = "百色市右江区示例路8号",
            ["bank"] = "first",
        });
        await stage.MoveToAsync("2022-08-15 10:05");
        if ((await stage.ViewAsync("clerk", id)).State.Phase is CasePhase.Submitted)
        {
            await stage.SendAsync("clerk", id, new Accept());
        }
        await stage.SendAsync("approver", id, new Grant("register", "经核对可以登记"));
        await stage.MoveToAsync("2022-08-15 11:10");
        foreach (var item in new[] { "seals", "invoice", "social" })
        {
            await stage.SendAsync("opening", id, new ReceiveItem(item));
            await stage.SendAsync("opening", id, new AgreeItem(item, null));
        }
    }
}
