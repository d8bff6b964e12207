using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.SealsAndLicences.Demo;

/// <summary>The approval bureau gets a seal and uses it; another is stopped; one application waits. An owner gets a hygiene permit to show.</summary>
internal sealed class SealStory(IServiceProvider services, ISeals seals, ISealSamples samples, IOrganisations organisations) : IDemoStory
{
    private const string City = "451000";
    private const string Maker = "big-data";

    private DemoStage _stage = null!;
    private Actor _keeper = null!;
    private Party _bureau = null!;

    public string Name => "seals-and-licences";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        _stage = ActivatorUtilities.CreateInstance<DemoStage>(services, clock);
        _stage.LoginOf[Maker] = "sealer";
        _keeper = await _stage.ActorAsync("keeper");
        _bureau = _keeper.Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party;
        await _stage.MoveToAsync("2022-07-05 08:40");
        if (organisations.Area(City) is { } city && organisations.Resolve(Maker, city.Id) is { } maker)
        {
            await samples.AddAsync(maker.Id, SampleUnits.Division, SampleUnits.All(), cancel);
        }
        await _stage.MoveToAsync("2022-07-12 09:20");
        var service = await MadeAsync("service", "2022-07-12 15:10", cancel);
        await _stage.MoveToAsync("2022-07-13 10:05");
        await UseAsync(service, "approval", "关于示例·右江冷链产业园一期立项的批复 百审批〔2022〕31号", cancel);
        await _stage.MoveToAsync("2022-07-19 11:30");
        await UseAsync(service, "notice", "关于调整窗口服务时间的通知 百审批通〔2022〕8号", cancel);
        await PermitAsync();
        await _stage.MoveToAsync("2022-08-01 09:00");
        var contract = await MadeAsync("contract", "2022-08-01 16:20", cancel);
        await _stage.MoveToAsync("2022-08-10 17:35");
        await seals.SuspendAsync(_keeper, contract.Id, "保管人休假，暂停使用", cancel);
        await _stage.MoveToAsync("2022-08-12 09:40");
        await UseAsync(service, "proof", "关于示例企业无违规记录的证明 百审批证〔2022〕112号", cancel);
        await _stage.MoveToAsync("2022-08-15 15:45");
        await ApplyAsync("finance");
    }

    private async Task<Seal> MadeAsync(string kind, string granted, CancellationToken cancel)
    {
        var id = await ApplyAsync(kind);
        await _stage.MoveToAsync(granted);
        await _stage.AgreeAllAsync("sealer", id);
        await _stage.UntilIssuedAsync("sealer", id);
        var certificate = (await _stage.ViewAsync("sealer", id)).State.CertificateId!;
        for (var i = 0; i < 400; i++)
        {
            if (await seals.BySourceAsync(certificate, cancel) is { } made)
            {
                return made;
            }
            await Task.Delay(25, cancel);
        }
        throw new InvalidOperationException($"The seal of case {id} was not made within ten seconds.");
    }

    private Task<string> ApplyAsync(string kind) => _stage.ApplyAsync("keeper", "seal-application", _bureau.Id, null, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["division"] = "451002",
        ["seal_name"] = _bureau.Name,
        ["seal_kind"] = kind,
        ["years"] = "5",
        ["purpose"] = "政务服务中出具批复、通知、证明等办理结果",
        ["keeper"] = "示例·保管甲",
        ["phone"] = "13800000000",
    });

    private async Task UseAsync(Seal seal, string purpose, string subject, CancellationToken cancel)
    {
        using var paper = SamplePaper.Pdf("letter");
        await seals.SealPdfAsync(_keeper, seal.Id, new(purpose, subject), paper.ToArray(), SealPlace.Usual, cancel);
    }

    private async Task PermitAsync()
    {
        await _stage.MoveToAsync("2022-07-20 09:30");
        var owner = await _stage.ActorAsync("owner");
        var id = await _stage.ApplyAsync("owner", "premises-permit", owner.Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party.Id, null, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["phone"] = "13800000000",
            ["shop_name"] = "示例·澄碧湖宾馆",
            ["division"] = "451002",
            ["address"] = "百色市右江区示例路8号",
            ["kind"] = "hotel",
            ["area_m2"] = "1280",
            ["manager"] = "示例·业主甲",
        });
        await _stage.MoveToAsync("2022-07-22 10:10");
        await _stage.AgreeAsync(id, "approval-office");
        _stage.LoginOf["approval-office"] = "approver";
        await _stage.AgreeAsync(id, "approval-office");
        _stage.LoginOf["approval-office"] = "clerk";
        await _stage.UntilIssuedAsync("owner", id);
    }
}
