using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Demo;

/// <summary>While the demo's cases go their way, the supervisor asks about what stands red, applicants rate what they got, and July's bulletin is issued.</summary>
internal sealed class SupervisionStory(IServiceProvider services, ISupervision supervision, ISatisfaction satisfaction, IBulletins bulletins, IWorklists lists) : IDemoStory
{
    private DemoStage _stage = null!;

    public string Name => "acceptance-supervision";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        _stage = ActivatorUtilities.CreateInstance<DemoStage>(services, clock);
        await SurveysAreRatedAsync();
        await AskedAndSettledAsync();
        await BulletinAsync();
        await ToleranceAsync();
        await AccountabilityAsync();
        await OpenEndsAsync();
    }

    /// <summary>The surveys of July are rated; one applicant was kept waiting, is answered, and rates again.</summary>
    private async Task SurveysAreRatedAsync()
    {
        await _stage.MoveToAsync("2022-07-14 10:05");
        await RateAsync("owner", 2, SatisfactionLevel.VerySatisfied, ["fast", "one-visit"], "一次测完，几个部门都认，省事。", anonymous: false);
        await RateAsync("owner2", 2, SatisfactionLevel.Satisfied, ["clear"], "", anonymous: true);
        await RateAsync("agent", 1, SatisfactionLevel.BasicallySatisfied, ["few-papers"], "", anonymous: true);
        var bad = await RateAsync("agent", 1, SatisfactionLevel.Dissatisfied, ["many-visits", "not-told-once"], "测绘人员第二次才带齐设备，现场等了半天。", anonymous: false);
        await _stage.MoveToAsync("2022-07-18 09:20");
        if (bad is not { } rating || await OfficeAsync(rating.OrganisationId) is not { } office)
        {
            return;
        }
        await satisfaction.AnswerAsync(office, rating.Id, "情况属实。已向申请人致歉，并把设备清单列入外业派单，出发前逐项核对。");
        await _stage.MoveToAsync("2022-07-20 15:00");
        await satisfaction.CloseAsync(await _stage.ActorAsync("supervisor"), rating.Id, "improved", "电话回访属实，测绘院已改派单流程，申请人认可。");
        await _stage.MoveToAsync("2022-07-21 08:50");
        await satisfaction.RateAsync(await _stage.ActorAsync("agent"), rating.CaseId, new(SatisfactionLevel.Satisfied, ["friendly"], "处理得及时。", Anonymous: false));
    }

    /// <summary>In July a utility is late with its connection; asked, it finishes, and that is that.</summary>
    private async Task AskedAndSettledAsync()
    {
        await _stage.MoveToAsync("2022-07-25 08:40");
        if (await RedAsync(r => true) is not { } red || await OfficeAsync(red.OrganisationId) is not { } office)
        {
            return;
        }
        var notice = await IssueAsync(red);
        await _stage.MoveToAsync("2022-07-25 16:20");
        await supervision.AnswerAsync(office, notice.Id, "coordination", "过户资料与产权单位核对用了两天，今日已办结。");
        await _stage.MoveToAsync("2022-07-26 09:30");
        await supervision.SettleAsync(await _stage.ActorAsync("supervisor"), notice.Id, "督办当日办结，未影响交证。");
    }

    private async Task BulletinAsync()
    {
        await _stage.MoveToAsync("2022-08-01 08:45");
        var supervisor = await _stage.ActorAsync("supervisor");
        await bulletins.IssueAsync(supervisor, supervisor.Appointments[0].OrganisationId, new(2022, 7, 1));
    }

    private async Task ToleranceAsync()
    {
        await _stage.MoveToAsync("2022-08-05 10:30");
        if (await RedAsync(r => r.Notice is null) is not { } red || await OfficeAsync(red.OrganisationId) is not { } office)
        {
            return;
        }
        var notice = await IssueAsync(red);
        await _stage.MoveToAsync("2022-08-08 09:15");
        await supervision.AnswerAsync(office, notice.Id, "force-majeure", "8 月 2 日至 4 日连续暴雨，抢险人员全部在现场，过户核查顺延，已安排本周完成。");
        await _stage.MoveToAsync("2022-08-09 09:40");
        await supervision.RecordAsync(await _stage.ActorAsync("supervisor"), new(
            RecordKind.Tolerance, red.OrganisationId, notice.Id, null, null, notice.Subject, null,
            "中共中央办公厅《关于进一步激励广大干部新时代新担当新作为的意见》“三个区分开来”的要求",
            "因防汛抢险延误，事前已向申请人说明，没有谋取私利，未影响交证，限期补办。", "示例市督查办主任会议", new(2022, 8, 9)));
    }

    /// <summary>Fire review signs for a request and stays silent.</summary>
    private async Task AccountabilityAsync()
    {
        await _stage.MoveToAsync("2022-08-12 09:30");
        if (await RedAsync(r => r.Notice is null && r.Tier > 0) is not { } red || await OfficeAsync(red.OrganisationId) is not { } office)
        {
            return;
        }
        var notice = await IssueAsync(red);
        await _stage.MoveToAsync("2022-08-12 17:10");
        await supervision.AnswerAsync(office, notice.Id, "negligence", "承办人签收后出差，没有移交，科室没有及时发现。");
        await _stage.MoveToAsync("2022-08-15 09:20");
        await supervision.RecordAsync(await _stage.ActorAsync("supervisor"), new(
            RecordKind.Accountability, red.OrganisationId, notice.Id, null, null, notice.Subject, "talk",
            "《中华人民共和国行政许可法》第七十四条", "签收后逾期不答复，且没有移交工作。对科室负责人约谈提醒，责令当日办理。", "示例市督查办", new(2022, 8, 15)));
    }

    /// <summary>What waits for somebody when the visitor comes.</summary>
    private async Task OpenEndsAsync()
    {
        await _stage.MoveToAsync("2022-08-15 16:30");
        await RateAsync("owner2", 1, SatisfactionLevel.VerySatisfied, ["fast", "easy-online"], "验收当天就拿到了证。", anonymous: false, matter: "acceptance-certificate");
        await RateAsync("agent", 1, SatisfactionLevel.Satisfied, ["one-visit"], "", anonymous: false, matter: "acceptance-certificate");
        await RateAsync("owner", 1, SatisfactionLevel.Dissatisfied, ["late"], "说好的时间没有办完，也没有人打电话说明。", anonymous: true, matter: "acceptance-certificate");
        await _stage.MoveToAsync("2022-08-16 08:40");
        if (await RedAsync(r => r.Notice is null) is { } red)
        {
            await IssueAsync(red);
        }
    }

    private async Task<RedItem?> RedAsync(Func<RedItem, bool> which) => (await supervision.RedListAsync(await _stage.ActorAsync("supervisor"))).FirstOrDefault(which);

    private async Task<SupervisionNotice> IssueAsync(RedItem red) => await supervision.IssueAsync(
        await _stage.ActorAsync("supervisor"),
        new(red.OrganisationId, red.CaseId, red.Item, $"{red.MatterTitle.In("zh")}：{red.ItemTitle.In("zh")}超期", "请说明超期原因，并抓紧办结。"));

    /// <summary>Who answers for an office in the demo; null for one without a person.</summary>
    private async Task<Actor?> OfficeAsync(string organisationId) =>
        services.GetRequiredService<IOrganisations>().Find(organisationId)?.Function is { } function && _stage.LoginOf.TryGetValue(function, out var login) ? await _stage.ActorAsync(login) : null;

    /// <summary>Rates so many finished cases of an applicant, the oldest first; returns the last rating.</summary>
    private async Task<Rating?> RateAsync(string login, int count, SatisfactionLevel level, string[] reasons, string comment, bool anonymous, string? matter = null)
    {
        var actor = await _stage.ActorAsync(login);
        Rating? given = null;
        foreach (var mine in (await lists.MineAsync(actor)).Where(c => matter is null || c.MatterKey == matter).OrderBy(c => c.SubmittedAt).ThenBy(c => c.CaseId, StringComparer.Ordinal))
        {
            if (count > 0 && await satisfaction.FormAsync(actor, mine.CaseId) is { MayRate: true, Mine.Count: 0 })
            {
                given = await satisfaction.RateAsync(actor, mine.CaseId, new(level, [.. reasons], comment, anonymous));
                count--;
            }
        }
        return given;
    }
}
