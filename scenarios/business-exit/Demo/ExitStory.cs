using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Scenarios.BusinessExit.Registry;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessExit.Demo;

/// <summary>101 complaints handled from January to July and, with the one that files here, 26 dormant enterprises since 7 March, as the source counts them; and cases in every state.</summary>
internal sealed class ExitStory(IServiceProvider services, ExitRegister register, ICertificates certificates, IOrganisations organisations, IMatters matters) : IDemoStory
{
    private const int Handled = 101;
    private const int Resting = 25;

    public string Name => "business-exit";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        if (matters.Current("simple-deregistration") is null)
        {
            return;
        }
        var stage = ActivatorUtilities.CreateInstance<DemoStage>(services, clock);
        await stage.MoveToAsync("2022-07-04 09:05");
        await RegisterAsync(cancel);
        var (first, second, third) = (await PartyAsync(stage, "owner"), await PartyAsync(stage, "agent"), await PartyAsync(stage, "owner2"));
        var licences = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var party in (Party[])[first, second, third])
        {
            licences[party.Id] = await LicenceAsync(party, cancel);
        }

        // An identity was misused: the registry looks into it, and calls the hearing.
        await stage.MoveToAsync("2022-07-12 10:00");
        var person = (await stage.ActorAsync("owner2")).Parties.First(p => p.Party.Kind == PartyKind.Person).Party;
        var complaint = await ApplyAsync(stage, "owner2", "identity-complaint", person.Id, new() { ["company"] = "百色示例空壳有限公司", ["licence_no"] = "桂执照2021000099", ["role"] = "representative", ["statement"] = "身份证于2021年遗失，办理贷款时得知被登记为法定代表人。" });
        await stage.MoveToAsync("2022-07-13 09:00");
        await stage.SendAsync("clerk", complaint, new Accept());

        // One objection stopped a deregistration; another began this morning.
        await stage.MoveToAsync("2022-07-18 09:40");
        await ApplyAsync(stage, "owner2", "simple-deregistration", third.Id, Deregistration(licences[third.Id], "joint_stock"));
        var notice = (await services.GetRequiredService<IAnnouncements>().ListAsync("simple-deregistration", 1, cancel))[0];
        await stage.MoveToAsync("2022-08-05 16:20");
        await services.GetRequiredService<IAnnouncements>().ObjectAsync(await stage.ActorAsync("agent"), notice.Id, "示例·供货商", "该公司尚欠 2021 年度货款，正在诉讼中。", cancel);
        await stage.MoveToAsync("2022-08-10 15:00");
        await stage.SendAsync("approver", complaint, new AgreeItem("investigate", "笔迹与留存样本不符。", ImmutableSortedDictionary<string, string>.Empty.Add("false_signature", "true").Add("company_reachable", "true")));
        await stage.SendAsync("approver", complaint, new CallHearing("hearing", new DateTimeOffset(2022, 8, 22, 9, 30, 0, TimeSpan.FromHours(8)), "百色市政务服务中心三楼听证室"));
        await stage.MoveToAsync("2022-08-15 09:20");
        await ApplyAsync(stage, "agent", "dormancy-filing", second.Id, new() { ["licence_no"] = licences[second.Id], ["reason"] = "health", ["since"] = "2022-08-15", ["until"] = "2023-08-14", ["service_address"] = "百色市田阳区示例路8号", ["employees_settled"] = "true" });
        await stage.MoveToAsync("2022-08-16 08:40");
        await ApplyAsync(stage, "owner", "simple-deregistration", first.Id, Deregistration(licences[first.Id], "limited"));
    }

    /// <summary>What stands in the books from before the platform: counts after the source, every name invented.</summary>
    private async Task RegisterAsync(CancellationToken cancel)
    {
        var day = new DateOnly(2022, 1, 4);
        await register.KeepAsync([.. Enumerable.Range(0, Handled).Select(i => new Complaint(
            string.Create(CultureInfo.InvariantCulture, $"book-{i + 1:D3}"), day.AddDays(i * 2), day.AddDays((i * 2) + 9 + (i % 5)) is var closed && closed <= new DateOnly(2022, 7, 29) ? closed : new DateOnly(2022, 7, 29), (i % 10) switch { 7 => "rejected", 9 => "settled", _ => "revoked" }))], cancel);
        for (var i = 0; i < Resting; i++)
        {
            var since = new DateOnly(2022, 3, 7).AddDays(i * 4);
            await register.BeginAsync(new(string.Create(CultureInfo.InvariantCulture, $"book-{i + 1:D2}"), Kernel.Codes.Uscc.Complete(string.Create(CultureInfo.InvariantCulture, $"91451002DEM9{i:D5}")), $"百色示例歇业{i + 1}号商贸有限公司", since, since.AddYears(1 + (i % 3)).AddDays(-1), null), cancel);
        }
    }

    private async Task<string> LicenceAsync(Party party, CancellationToken cancel)
    {
        var office = organisations.Resolve("approval-office", organisations.Area("451000")!.Id)!;
        var held = await certificates.HeldAsync(party.Id, "business-licence", cancel);
        return held.Count > 0 ? held[0].Number : (await certificates.IssueAsync(
            new("business-licence", new LocalText("营业执照", "Business licence"), "桂执照{yyyy}{seq:6}", party, office.Id, "451000", new DateOnly(2022, 7, 4), null,
                [new("name", new LocalText("名称", "Name"), party.Name), new("uscc", new LocalText("统一社会信用代码", "Unified social credit code"), party.Code)], "", "", "plain"),
            "business-exit/" + party.Id, cancel)).Number;
    }

    private static Dictionary<string, string> Deregistration(string licence, string kind) => new(StringComparer.Ordinal)
    {
        ["licence_no"] = licence,
        ["kind"] = kind,
        ["debts_cleared"] = "true",
        ["encumbered"] = "false",
        ["listed_abnormal"] = "false",
    };

    private static Task<string> ApplyAsync(DemoStage stage, string login, string matter, string party, Dictionary<string, string> typed)
    {
        typed["phone"] = "13800000000";
        typed["division"] = "451002";
        return stage.ApplyAsync(login, matter, party, null!, typed);
    }

    private static async Task<Party> PartyAsync(DemoStage stage, string login) => (await stage.ActorAsync(login)).Parties.First(p => p.Party.Kind == PartyKind.LegalEntity).Party;
}
