using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.CityManagement.Open311;
using Zhuangjin.Scenarios.CityManagement.Photos;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.CityManagement.Demo;

/// <summary>Some days of a county's streets: cases that are closed, one that came back, an urgent one, some under way and one that nobody has looked at yet.</summary>
internal sealed class CityStory(IServiceProvider services, IDatabase database, PhotoShelf photos, KeyRing keys) : IDemoStory
{
    private const string Matter = "city-case";
    private const string Command = "city-command";

    /// <summary>Key of the demo's hotline. It exists only where the demo runs.</summary>
    public const string DemoKey = "demo-open311";

    private DemoStage _stage = null!;

    public string Name => "city-management";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        _stage = ActivatorUtilities.CreateInstance<DemoStage>(services, clock);
        foreach (var (function, login) in ((string, string)[])[(Command, "dispatcher"), ("enforcement", "enforcement"), ("sanitation", "sanitation"), ("municipal", "municipal")])
        {
            _stage.LoginOf[function] = login;
        }
        await SampleTickets.PutAsync(database, cancel);
        await _stage.MoveToAsync("2022-08-08 09:00");
        await keys.KeepAsync(await _stage.ActorAsync("dispatcher"), DemoKey, "示例·12345热线平台", "hotline", cancel);
        var back = await SolvedAsync("2022-08-08 09:12", new("garbage", "LS-021", "灵城街道示例路口东侧", "109.2910", "22.4270"), "sanitation", "垃圾已清运，地面已冲洗");
        await SolvedAsync("2022-08-09 10:20", new("shop_outside", "LS-014", "灵城街道示例市场南门", "109.2846", "22.4318"), "enforcement", "已劝导入店经营");

        // Closed too soon: the heap was back on the next day.
        await _stage.MoveToAsync("2022-08-09 15:00");
        await _stage.SendAsync("commander", back, new ReopenCase("垃圾再次堆积，收集点没有清空", "灵山县数字城管运行办法 第二十一条"));
        await DoneAsync("2022-08-09 17:30", back, "sanitation", "已清空收集点并增加清运班次");
        await CheckedAsync("2022-08-10 08:30", back);

        // Returned once: the first repair did not hold.
        var road = await TakenUpAsync("2022-08-10 08:50", new("road", "LS-022", "三海街道示例桥西头", "109.3012", "22.4203"));
        await DoneAsync("2022-08-10 16:10", road, "municipal", "坑槽已填补");
        await _stage.MoveToAsync("2022-08-11 09:30");
        await _stage.SendAsync("inspector", road, new DisagreeItem("check", "填补处松动，车辆经过有下陷"));
        await DoneAsync("2022-08-11 17:20", road, "municipal", "已重新铺设并压实");
        await CheckedAsync("2022-08-12 09:00", road);

        await SolvedAsync("2022-08-12 15:05", new("advert", "LS-020", "灵城街道示例小学围墙", "109.2873", "22.4291"), "enforcement", "广告已清除");
        var late = await TakenUpAsync("2022-08-12 16:00", new("rubble", "LS-027", "三海街道示例工地门口", "109.2951", "22.4169"));
        await TakenUpAsync("2022-08-15 14:30", new("light", "LS-022", "三海街道示例路 12 号灯杆", "109.3020", "22.4212"));
        var waiting = await TakenUpAsync("2022-08-15 15:10", new("street_stall", "LS-014", "灵城街道示例市场北侧", "109.2851", "22.4327"));
        await DoneAsync("2022-08-16 08:10", waiting, "enforcement", "摊位已撤离，道路已恢复通行");
        var hole = await TakenUpAsync("2022-08-16 08:15", new("manhole", "LS-014", "灵城街道示例大道公交站旁", "109.2899", "22.4352"));
        await _stage.MoveToAsync("2022-08-16 08:30");
        await ReportAsync(new("garbage", "LS-021", "灵城街道示例路口西侧", "109.2904", "22.4272"));
        // Somebody else sees the same hole: the command centre will find the two side by side.
        await _stage.MoveToAsync("2022-08-16 08:40");
        await ReportAsync(new("manhole", "LS-014", "灵城街道示例大道公交站西侧", "109.2901", "22.4353"));
        await _stage.TickAsync(late);
        await _stage.TickAsync(hole);
    }

    private async Task<string> SolvedAsync(string at, Finding finding, string office, string done)
    {
        var id = await TakenUpAsync(at, finding);
        var day = at[..10];
        await DoneAsync(day + " 17:05", id, office, done);
        await CheckedAsync(day + " 17:40", id);
        return id;
    }

    private async Task<string> TakenUpAsync(string at, Finding finding)
    {
        await _stage.MoveToAsync(at);
        var id = await ReportAsync(finding);
        await _stage.AgreeAsync(id, Command);
        return id;
    }

    private async Task<string> ReportAsync(Finding finding)
    {
        var collector = await _stage.ActorAsync("collector");
        return await _stage.ApplyAsync("collector", Matter, collector.Parties.First(p => p.Party.Kind == PartyKind.Person).Party.Id, null, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["class"] = finding.Class,
            ["description"] = "演示数据",
            ["division"] = "450721",
            ["grid"] = finding.Grid,
            ["place"] = finding.Place,
            ["longitude"] = finding.Longitude,
            ["latitude"] = finding.Latitude,
        });
    }

    private async Task DoneAsync(string at, string id, string office, string done)
    {
        await _stage.MoveToAsync(at);
        await _stage.SendAsync(office, id, new ReceiveItem("handle"));
        var view = await _stage.ViewAsync(office, id);
        foreach (var kind in (string[])["before", "after"])
        {
            using var photo = SamplePhoto.Png(kind.Length + (view.State.Items["handle"].Round * 3));
            await photos.PutAsync(view, "handle", kind, new(kind + ".png", photo.ToArray()));
        }
        await _stage.SendAsync(office, id, new AgreeItem("handle", null, ImmutableSortedDictionary<string, string>.Empty.Add("done", done)));
    }

    /// <summary>Looked at on the spot, found good, and closed with an answer to who reported it.</summary>
    private async Task CheckedAsync(string at, string id)
    {
        await _stage.MoveToAsync(at);
        await _stage.SendAsync("inspector", id, new AgreeItem("check", "现场已恢复"));
        await _stage.SendAsync("dispatcher", id, new HandOver("online"));
    }

    private sealed record Finding(string Class, string Grid, string Place, string Longitude, string Latitude);
}
