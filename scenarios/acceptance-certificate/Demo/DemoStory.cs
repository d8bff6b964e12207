using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Scenarios.AcceptanceCertificate.Projects;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Demo;

/// <summary>Fills an empty demo with five weeks of the story, so that no page is empty: cases in every state and light, all made by people through the
/// same commands as in service, at their dates.</summary>
internal sealed class DemoStory(IServiceProvider services, ProjectRegistry projects, ICertificates certificates) : IDemoStory
{
    private const string Main = "acceptance-certificate";

    private DemoStage _stage = null!;
    private readonly Dictionary<int, string> _cases = [];
    private readonly List<(string Login, Party Party)> _owners = [];

    public string Name => "acceptance-certificate";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        _stage = ActivatorUtilities.CreateInstance<DemoStage>(services, clock);
        await RegisterProjectsAsync(cancel);
        await SurveysAndOpinionsAsync();
        await FinishedCasesAsync();
        await RunningCasesAsync();
        await TheVisitorsProjectAsync();
    }

    private async Task RegisterProjectsAsync(CancellationToken cancel)
    {
        await _stage.MoveToAsync("2022-07-04 09:00");
        foreach (var login in (string[])["owner", "agent", "owner2"])
        {
            var actor = await _stage.ActorAsync(login);
            _owners.Add((login, actor.Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party));
        }
        foreach (var plan in DemoProjects.All)
        {
            await projects.RegisterAsync(Actor.Clock, plan.Code, plan.Name, _owners[plan.Owner].Party.Id, plan.Division, plan.Facts, cancel);
        }
    }

    /// <summary>One commission, one joint survey, one opinion for each project that is further on.</summary>
    private async Task SurveysAndOpinionsAsync()
    {
        await _stage.MoveToAsync("2022-07-11 09:10");
        var surveys = new Dictionary<int, string>();
        foreach (var number in Enumerable.Range(2, 13))
        {
            surveys[number] = await ApplyAsync(number, "joint-survey");
        }
        await _stage.MoveToAsync("2022-07-13 15:20");
        foreach (var (number, id) in surveys)
        {
            await SurveyedAsync(number, id);
        }
    }

    /// <summary>The institute has measured and hands its figures in.</summary>
    private async Task SurveyedAsync(int project, string id)
    {
        await _stage.AnswerAsync(id, "survey-institute", item => new AgreeItem(item, null, DemoAnswers.Measured(DemoProjects.All[project - 1])));
        await _stage.UntilIssuedAsync(LoginOf(project), id);
    }

    private async Task FinishedCasesAsync()
    {
        // 12: the whole way in two days; water, power and gas a little later.
        await OpinionAsync(12, "2022-07-19 09:30");
        await BeginAsync(12, "2022-07-19 10:05");
        await AcceptAsync(12, "2022-07-19 10:40");
        await _stage.MoveToAsync("2022-07-21 11:00");
        await _stage.AgreeAllAsync(LoginOf(12), _cases[12], "water", "power", "gas");
        await HandOverAsync(12, "2022-07-21 15:30");
        await _stage.MoveToAsync("2022-07-25 09:00");
        await _stage.AgreeAllAsync(LoginOf(12), _cases[12]);

        // 11: issued, and revoked later.
        await OpinionAsync(11, "2022-07-25 10:00");
        await BeginAsync(11, "2022-07-25 10:30");
        await AcceptAsync(11, "2022-07-25 11:00");
        await _stage.MoveToAsync("2022-07-27 16:00");
        await _stage.AgreeAllAsync(LoginOf(11), _cases[11]);
        await HandOverAsync(11, "2022-07-27 16:30");

        // 10: fire review disagrees; what it names is mended; that item alone is reviewed again. Gas is late and holds nothing.
        await OpinionAsync(10, "2022-07-28 09:00");
        await BeginAsync(10, "2022-07-28 09:20");
        await AcceptAsync(10, "2022-07-28 09:50");
        await _stage.MoveToAsync("2022-07-28 15:00");
        await _stage.AgreeAllAsync(LoginOf(10), _cases[10], "fire-review", "gas");
        await _stage.DisagreeAsync(_cases[10], "fire-review", "二层疏散通道指示灯缺 3 处，请补装后提交照片。");
        await _stage.MoveToAsync("2022-07-29 10:00");
        await CorrectAsync(10, "fire-review", "缺少的 3 处指示灯已补装，照片附后。");
        await _stage.MoveToAsync("2022-07-29 16:10");
        await _stage.AgreeAsync(_cases[10], "fire-review");
        await HandOverAsync(10, "2022-07-29 17:00");

        // 9: the archive signs for it and is silent; its silence is consent, and the archive is liable.
        await OpinionAsync(9, "2022-08-01 09:00");
        await BeginAsync(9, "2022-08-01 09:30");
        await AcceptAsync(9, "2022-08-01 10:00");
        await _stage.MoveToAsync("2022-08-02 10:00");
        await _stage.AgreeAllAsync(LoginOf(9), _cases[9], "construction-archive");
        await SignForAsync(9, "construction-archive", "archive");
        await _stage.MoveToAsync("2022-08-04 09:00");
        await _stage.TickAsync(_cases[9]);
        await HandOverAsync(9, "2022-08-04 11:00");

        // 8: not accepted. 7: withdrawn.
        await OpinionAsync(8, "2022-08-03 09:00");
        await BeginAsync(8, "2022-08-03 14:00");
        await _stage.MoveToAsync("2022-08-04 16:00");
        await _stage.SendAsync("clerk", _cases[8], new RefuseAcceptance("申请的库房已按原产权单位办理首次登记，请先办理注销登记。"));
        await OpinionAsync(7, "2022-08-05 09:00");
        await BeginAsync(7, "2022-08-05 09:40");
        await AcceptAsync(7, "2022-08-05 10:20");
        await _stage.MoveToAsync("2022-08-08 09:00");
        await _stage.SendAsync(LoginOf(7), _cases[7], new Withdraw("建设单位决定与二期一并申请。"));

        await _stage.MoveToAsync("2022-08-08 10:00");
        var registry = await _stage.ActorAsync("registry");
        var view = await _stage.ViewAsync(LoginOf(11), _cases[11]);
        await certificates.RevokeAsync(registry, view.State.CertificateId!, "登记面积录入有误，更正后重新出证。");
    }

    private async Task RunningCasesAsync()
    {
        // 6: fire review is silent. A matter of safety never takes silence for consent: it is red, and the next tier is summoned.
        await OpinionAsync(6, "2022-08-08 14:00");
        await BeginAsync(6, "2022-08-08 14:30");
        await AcceptAsync(6, "2022-08-08 15:00");
        await _stage.MoveToAsync("2022-08-09 10:00");
        await _stage.AgreeAllAsync(LoginOf(6), _cases[6], "fire-review", "gas", "power");
        await SignForAsync(6, "fire-review", "fire");

        // 5: asked once to supplement, every gap named; the clock stands still.
        await OpinionAsync(5, "2022-08-10 09:00");
        await BeginAsync(5, "2022-08-10 15:00");
        await _stage.MoveToAsync("2022-08-11 09:30");
        var five = await _stage.ViewAsync("clerk", _cases[5]);
        var upload = five.Matter.Materials.First(m => m.MayUpload && five.State.Materials.TryGetValue(m.Key, out var s) && s.FileSha256 is not null);
        await _stage.SendAsync("clerk", _cases[5], new RequestSupplement([new Gap($"material.{upload.Key}", "扫描件第 2 页缺公章，请重新上传清晰的盖章件。")]));

        // 14: suspended while experts look at it.
        await OpinionAsync(14, "2022-08-11 10:00");
        await BeginAsync(14, "2022-08-11 10:30");
        await AcceptAsync(14, "2022-08-11 11:00");
        await _stage.MoveToAsync("2022-08-11 17:00");
        await _stage.SendAsync("clerk", _cases[14], new Suspend("expert", "宿舍外墙保温做法需专家评审。"));

        await _stage.MoveToAsync("2022-08-12 09:00");
        await _stage.TickAsync(_cases[6]);

        // 4: a paper is promised; everybody agrees, and the certificate waits for it.
        await OpinionAsync(4, "2022-08-12 09:10");
        await BeginAsync(4, "2022-08-12 09:40", promise: true);
        await AcceptAsync(4, "2022-08-12 10:10");

        // 3: under way, its open items due on the day the visitor comes; no civil-defence works, so that item is skipped and says why.
        await OpinionAsync(3, "2022-08-12 15:00");
        await BeginAsync(3, "2022-08-12 15:10");
        await AcceptAsync(3, "2022-08-12 15:30");
        await _stage.MoveToAsync("2022-08-15 10:00");
        await _stage.AgreeAllAsync(LoginOf(4), _cases[4], "gas");
        await _stage.MoveToAsync("2022-08-15 14:00");
        await _stage.AgreeAsync(_cases[3], "natural-resources");
        await _stage.AgreeAsync(_cases[3], "cadastral-survey");

        // 2: one office disagrees; the others stand; it is the owner's turn.
        await OpinionAsync(2, "2022-08-15 14:30");
        await BeginAsync(2, "2022-08-15 15:00");
        await AcceptAsync(2, "2022-08-15 15:20");
        await _stage.MoveToAsync("2022-08-16 08:20");
        await _stage.AgreeAsync(_cases[2], "construction-archive");
        await _stage.DisagreeAsync(_cases[2], "natural-resources", "北侧退线实测 7.6 米，许可为 8.0 米，请说明或整改。");

        // 13: handed in, nobody has looked at it yet. 15: the survey is commissioned. 16: only on record.
        await OpinionAsync(13, "2022-08-16 08:25");
        await BeginAsync(13, "2022-08-16 08:30");
        _cases[15] = await ApplyAsync(15, "joint-survey");
    }

    /// <summary>Project 1 has its survey and, this morning, its opinion: the visitor takes it from here.</summary>
    private async Task TheVisitorsProjectAsync()
    {
        await _stage.MoveToAsync("2022-08-16 08:35");
        var survey = await ApplyAsync(1, "joint-survey");
        await SurveyedAsync(1, survey);
        await OpinionAsync(1, "2022-08-16 08:50");
        foreach (var running in (int[])[6, 5, 14, 4, 3, 2, 13])
        {
            await _stage.TickAsync(_cases[running]);
        }
    }

    private string LoginOf(int project) => _owners[DemoProjects.All[project - 1].Owner].Login;

    private Task<string> ApplyAsync(int project, string matter, params string[] promised)
    {
        var plan = DemoProjects.All[project - 1];
        return _stage.ApplyAsync(LoginOf(project), matter, _owners[plan.Owner].Party.Id, plan.Code, DemoAnswers.Of(matter, plan), promised);
    }

    private async Task OpinionAsync(int project, string at)
    {
        await _stage.MoveToAsync(at);
        var id = await ApplyAsync(project, "joint-acceptance");
        await _stage.AgreeAllAsync(LoginOf(project), id);
        await _stage.UntilIssuedAsync(LoginOf(project), id);
    }

    private async Task BeginAsync(int project, string at, bool promise = false)
    {
        await _stage.MoveToAsync(at);
        string[] promised = [];
        if (promise)
        {
            var matter = services.GetRequiredService<IMatters>().Current(Main)!;
            promised = [matter.Materials.First(m => m.DeferWithin is not null).Key];
        }
        _cases[project] = await ApplyAsync(project, Main, promised);
    }

    private async Task AcceptAsync(int project, string at)
    {
        await _stage.MoveToAsync(at);
        await _stage.AgreeAsync(_cases[project], "approval-office");
    }

    private async Task HandOverAsync(int project, string at)
    {
        await _stage.UntilIssuedAsync(LoginOf(project), _cases[project]);
        await _stage.MoveToAsync(at);
        await _stage.SendAsync("clerk", _cases[project], new HandOver("window"));
    }

    private async Task SignForAsync(int project, string function, string login)
    {
        var view = await _stage.ViewAsync(login, _cases[project]);
        await _stage.SendAsync(login, _cases[project], new ReceiveItem(view.Matter.Items.First(i => i.Office == function).Key));
    }

    private async Task CorrectAsync(int project, string function, string explanation)
    {
        var view = await _stage.ViewAsync(LoginOf(project), _cases[project]);
        var item = view.Matter.Items.First(i => i.Office == function).Key;
        await _stage.SendAsync(LoginOf(project), _cases[project], new ProvideCorrection(item, explanation, view.State.Form, view.State.Materials));
    }
}
