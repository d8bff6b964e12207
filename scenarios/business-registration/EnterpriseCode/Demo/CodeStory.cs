using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Applying;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Standing;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Demo;

/// <summary>A restaurant and hotel keeper of the demo: a licence from the books, five permits applied for in one go, of which two are valid, one is suspended, one
/// revoked and one still decided on.</summary>
internal sealed class CodeStory(IServiceProvider services, ICertificates certificates, IOrganisations organisations, CodeRegister register, PermitApplications applications, PermitStanding standing) : IDemoStory
{
    private const string City = "451000";

    private DemoStage _stage = null!;

    public string Name => "enterprise-code";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        _stage = ActivatorUtilities.CreateInstance<DemoStage>(services, clock);
        await _stage.MoveToAsync("2022-07-06 09:10");
        var owner = await _stage.ActorAsync("owner");
        var holder = owner.Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party;
        if (organisations.Area(City) is not { } city || organisations.Resolve("approval-office", city.Id) is not { } issuer)
        {
            return;
        }
        var licence = await certificates.IssueAsync(Licence(holder, issuer), "demo/enterprise-code", cancel);
        var enterprise = await KnownAsync(licence.Id, cancel);
        await _stage.MoveToAsync("2022-07-06 10:00");
        await applications.ApplyAsync(owner, enterprise.FoundingCase, ["food_catering", "public_hygiene", "hotel_trade", "food_retail"], "后厨、客房已按标准改造，从业人员均有健康证明。", cancel);
        await _stage.MoveToAsync("2022-07-11 15:20");
        var permits = (await register.PermitsAsync(enterprise.FoundingCase, cancel)).ToDictionary(p => p.Key, StringComparer.Ordinal);
        await GrantAsync("market", permits["food_catering"]);
        await GrantAsync("market", permits["food_retail"]);
        await GrantAsync("health", permits["public_hygiene"]);
        await GrantAsync("permits", permits["hotel_trade"]);
        await _stage.MoveToAsync("2022-08-02 16:10");
        await RevokeAsync("market", permits["food_retail"], cancel);
        await _stage.MoveToAsync("2022-08-09 11:00");
        await standing.SuspendAsync(await _stage.ActorAsync("health"), permits["public_hygiene"].Id, "抽检客房用品不合格，限期整改", cancel);
        await _stage.MoveToAsync("2022-08-12 09:30");
        await applications.ApplyAsync(owner, enterprise.FoundingCase, ["outdoor_advert"], "楼顶招牌，符合设置规划。", cancel);
    }

    private static CertificateOrder Licence(Party holder, Organisation issuer) => new(
        "business-licence",
        new("营业执照", "Business licence"),
        "桂照{yyyy}{division}{seq:6}",
        holder,
        issuer.Id,
        "451002",
        new(2022, 7, 6),
        ValidFor: null,
        [
            new("enterprise_name", new("企业名称", "Name"), "百色示例澄碧湖酒店有限公司"),
            new("capital", new("注册资本（万元）", "Capital (10,000 yuan)"), "300"),
            new("scope", new("经营范围", "Business scope"), "许可项目：餐饮服务；住宿服务；食品销售。一般项目：会议及展览服务；停车场服务。"),
            new("address", new("住所", "Address"), "百色市右江区示例路8号"),
        ],
        SourceCaseId: "",
        SourceCaseNumber: "",
        "plain");

    private async Task GrantAsync(string login, Permit permit)
    {
        await _stage.SendAsync(login, permit.CaseId!, new Accept());
        await _stage.SendAsync(login, permit.CaseId!, new Grant("permit", "符合条件"));
        await UntilAsync(async () => (await register.PermitAsync(permit.Id))?.CertificateId);
    }

    private async Task RevokeAsync(string login, Permit permit, CancellationToken cancel)
    {
        var certificate = (await _stage.ViewAsync(login, permit.CaseId!)).State.CertificateId!;
        await certificates.RevokeAsync(await _stage.ActorAsync(login), certificate, "停止食品销售，申请注销", cancel);
    }

    private Task<Enterprise> KnownAsync(string licenceId, CancellationToken cancel) => UntilAsync(() => register.ByLicenceAsync(licenceId, cancel));

    /// <summary>The register follows the log, a moment behind.</summary>
    private static async Task<T> UntilAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        for (var i = 0; i < 4_800; i++)
        {
            if (await ask() is { } known)
            {
                return known;
            }
            await Task.Delay(25);
        }
        throw new InvalidOperationException("The register of enterprise codes did not follow within two minutes.");
    }
}
