using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.ProjectApproval.Problems;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.ProjectApproval.Demo;

/// <summary>Six weeks in Guilin: projects in every stage and light, whistles of three tiers, a simulated approval, exemptions, and the problem pool.</summary>
internal sealed class ProjectStory(IServiceProvider services, SampleProblems samples, ProblemPool problems, JointSessions sessions, IOrganisations organisations) : IDemoStory
{
    private DemoStage _stage = null!;
    private string _party = "";
    private readonly Dictionary<int, string> _cases = [];

    public string Name => "project-approval";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        _stage = ActivatorUtilities.CreateInstance<DemoStage>(services, clock);
        foreach (var (function, login) in Logins)
        {
            _stage.LoginOf[function] = login;
        }
        await _stage.MoveToAsync("2022-07-05 09:00");
        _party = (await _stage.ActorAsync("gl-owner")).Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party.Id;
        await BeginAsync();
        await MoveOnAsync();
        await _stage.MoveToAsync("2022-07-28 18:00");
        await samples.PutAsync(cancel);
        await AugustAsync();
        await SessionAsync(cancel);
    }

    private static readonly (string Function, string Login)[] Logins =
    [
        ("approval-office", "gl-clerk"), ("development-reform", "gl-reform"), ("natural-resources", "gl-land"), ("environment", "gl-environment"),
        ("transport", "gl-transport"), ("housing-construction", "gl-housing"), ("fire-review", "gl-fire"),
    ];

    private async Task BeginAsync()
    {
        await ApplyAsync(1, "灵川智能装备产业园", "450323", "industrial", "12600", "48200", true);
        await ApplyAsync(2, "阳朔游客服务中心", "450321", "public", "3800", "9600", false, "feasibility_annexes");
        await ApplyAsync(3, "兴安古城街角小品", "450325", "landscape", "26", "180", false);
        await _stage.MoveToAsync("2022-07-06 10:00");
        foreach (var number in (int[])[1, 2, 3])
        {
            await _stage.SendAsync("gl-clerk", _cases[number], new Accept());
        }
        await _stage.MoveToAsync("2022-07-12 09:30");
        await StageAsync(3, 3);
        await StageAsync(2, 2);
        await StageAsync(1, 2);
        await _stage.MoveToAsync("2022-07-15 10:20");
        await ApplyAsync(4, "临桂新区人才公寓", "450312", "dwelling", "46000", "88300", true);
        await ApplyAsync(5, "荔浦衣架产业标准厂房", "450381", "industrial", "8900", "36400", true);
        await ApplyAsync(6, "全州县人民医院传染病楼", "450324", "public", "15200", "21800", true);
        foreach (var number in (int[])[4, 5, 6])
        {
            await _stage.SendAsync("gl-clerk", _cases[number], new Accept());
        }
    }

    private async Task MoveOnAsync()
    {
        // The housing bureau drafts before its turn.
        await _stage.MoveToAsync("2022-07-19 15:00");
        await _stage.SendAsync("gl-housing", _cases[4], new GiveDraftOpinion("drawings", true, "施工图深度符合要求，拟同意。"));
        // A refusal that the monthly review will look at.
        await _stage.MoveToAsync("2022-07-20 10:00");
        await _stage.DisagreeAsync(_cases[5], "environment", "未提交与规划环评的符合性说明。");
        await _stage.MoveToAsync("2022-07-25 09:30");
        await StageAsync(4, 1);
        await StageAsync(6, 1);
        // 永福 waits for its land and asks for a simulated approval.
        _stage.Awaited.Add("land_deed");
        await ApplyAsync(7, "永福罗汉果精深加工园", "450326", "industrial", "7600", "25900", false);
        _stage.Awaited.Clear();
        await _stage.SendAsync("gl-clerk", _cases[7], new Accept());
        await StageAsync(7, 1);
    }

    private async Task AugustAsync()
    {
        await _stage.MoveToAsync("2022-08-01 09:00");
        await StageAsync(1, 1);
        await ApplyAsync(8, "恭城柿饼产业园道路", "450332", "transport", "5400", "0", false);
        await ApplyAsync(9, "平乐码头物流园", "450330", "industrial", "9800", "30500", true);
        foreach (var number in (int[])[8, 9])
        {
            await _stage.SendAsync("gl-clerk", _cases[number], new Accept());
        }
        await _stage.SendAsync("gl-land", _cases[9], new ReceiveItem("land_scheme"));
        // 灵川 whistles; two offices come, one had signed and stays away.
        await _stage.MoveToAsync("2022-08-03 09:00");
        await _stage.SendAsync("gl-county-450323", _cases[1], new BlowWhistle(1, "消防设计审查反馈意见反复，施工许可无法推进，请住建、消防、交通现场会商。", ["housing-construction", "fire-review", "transport"]));
        await _stage.MoveToAsync("2022-08-04 09:00");
        await _stage.SendAsync("gl-county-450323", _cases[1], new Convene("m1", China(2022, 8, 5, 9), "灵川县政务中心三楼会议室"));
        await _stage.SendAsync("gl-housing", _cases[1], new ReceiveSummons("m1", Office("housing-construction")));
        await _stage.SendAsync("gl-transport", _cases[1], new ReceiveSummons("m1", Office("transport")));
        await _stage.MoveToAsync("2022-08-05 09:00");
        await _stage.SendAsync("gl-housing", _cases[1], new ReportToMeeting("m1", Office("housing-construction")));
        await _stage.SendAsync("gl-fire", _cases[1], new ReportToMeeting("m1", Office("fire-review")));
        await _stage.SendAsync("gl-fire", _cases[1], new MakeCommitment("m1", Office("fire-review"), "一次性列出全部修改意见，并在收到修改图后两个工作日内复核。", new DateOnly(2022, 8, 18)));
        await _stage.MoveToAsync("2022-08-05 11:30");
        await _stage.SendAsync("gl-county-450323", _cases[1], new CloseMeeting("m1", "消防意见一次性反馈，图纸同步修改。", Resolved: true));
        await _stage.MoveToAsync("2022-08-11 10:00");
        await StageAsync(4, 1);
        await StageAsync(7, 3); // the land is still awaited: what the offices say is a simulation
        await StageAsync(8, 1);
        // 荔浦 whistles at the second tier; the leader has yet to convene.
        await _stage.MoveToAsync("2022-08-15 09:00");
        await _stage.SendAsync("gl-county-450381", _cases[5], new BlowWhistle(2, "环评与园区规划环评的符合性认定不一致，县里协调未果。", ["environment", "development-reform"], "environment"));
        await _stage.SendAsync("gl-county-450324", _cases[6], new BlowWhistle(1, "医院道路开口与省道管控要求冲突。", ["transport", "natural-resources"]));
        await _stage.SendAsync("gl-county-450324", _cases[6], new Convene("m1", China(2022, 8, 16, 15), "全州县政府二楼会议室"));
        await _stage.SendAsync("gl-transport", _cases[6], new ReceiveSummons("m1", Office("transport")));
    }

    private async Task SessionAsync(CancellationToken cancel)
    {
        var what = new[]
        {
            ("450323", "示例·灵川智能装备产业园", "用地红线与县道控制线重叠12米。", "由自然资源、交通部门联合出具红线调整意见。", false, new[] { "natural-resources", "transport" }),
            ("450326", "示例·永福罗汉果精深加工园", "林地占用指标与用地报批不同步。", "市级统筹林地指标，用地报批先行组卷。", false, ["natural-resources", "development-reform"]),
            ("450312", "示例·临桂新区人才公寓", "消防登高面与景观水系冲突。", "调整水系边线，消防部门复核登高面。", true, ["fire-review", "housing-construction"]),
            ("450381", "示例·荔浦衣架产业标准厂房", "污水接入园区管网的时间不明确。", "环境部门认可过渡期一体化处理设施。", false, ["environment"]),
        };
        foreach (var (division, project, problem, proposal, safety, offices) in what)
        {
            await problems.RaiseAsync(await _stage.ActorAsync("gl-county-" + division), division, project, null, problem, proposal, safety, offices, cancel);
        }
        await _stage.MoveToAsync("2022-08-15 16:00");
        var session = await sessions.OpenAsync(await _stage.ActorAsync("gl-supervisor"), organisations.Area("450300")!, "2022-08", new DateOnly(2022, 8, 16), "市政务服务中心五楼会商室", cancel);
        await sessions.ReceiveAsync(await _stage.ActorAsync("gl-land"), session.Month, Office("natural-resources"), cancel);
        await sessions.ReceiveAsync(await _stage.ActorAsync("gl-environment"), session.Month, Office("environment"), cancel);
    }

    private async Task ApplyAsync(int number, string name, string division, string kind, string investment, string area, bool report, params string[] promised) =>
        _cases[number] = await _stage.ApplyAsync("gl-owner", ProjectApprovalModule.Matter, _party, null, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["project_name"] = "示例·" + name,
            ["project_code"] = $"2022-{division}-35-01-{number:D6}",
            ["division"] = division,
            ["address"] = $"{name}示例路{number * 6}号",
            ["kind"] = kind,
            ["investment_wan"] = investment,
            ["area_m2"] = area,
            ["environment_report"] = report ? "true" : "false",
            ["civil_defence_area_m2"] = "0",
            ["contact"] = "示例·经办甲",
            ["phone"] = "13800000000",
        }, [.. promised, "completion_report"]);

    /// <summary>All offices with open work agree, and those behind them within their stages, for so many stages.</summary>
    private async Task StageAsync(int number, int stages)
    {
        for (var round = 0; round < stages * 2; round++)
        {
            var view = await _stage.ViewAsync("gl-clerk", _cases[number]);
            var open = view.Matter.Items.Where(i => i.Task == ItemTask.Review && view.State.Items.GetValueOrDefault(i.Key) is { Status: ItemStatus.Open }).ToList();
            foreach (var item in open)
            {
                await _stage.SendAsync(_stage.LoginOf[item.Office], _cases[number], new AgreeItem(item.Key, null));
            }
        }
    }

    private string Office(string function) => organisations.Resolve(function, organisations.Area("450300")!.Id)!.Id;

    private static DateTimeOffset China(int year, int month, int day, int hour) => ChinaTime.At(new(year, month, day), new(hour, 0));
}
