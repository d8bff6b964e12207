using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.DataQuality.Demo;

/// <summary>Four departments bring data in that break their rules: one has mended them, one was sent back, one is at work, one is late.</summary>
internal sealed class QualityStory(IDataIntake intake, IQualityRuns quality, IQualityOrders orders, ICatalogue catalogue, ICases cases, IPeople people) : IDemoStory
{
    private const string Licences = "jt.operator-licence";
    private const string Hospitals = "wj.institution";
    private const string CareHomes = "mz.care-home";
    private const string Vehicles = "jt.vehicle";

    public string Name => "data-quality";

    public async Task TellAsync(IStoryClock clock, CancellationToken cancel = default)
    {
        if (await people.ActorByLoginAsync("lz-transport", cancel) is not { } transport || await people.ActorByLoginAsync("lz-health", cancel) is not { } health
            || await people.ActorByLoginAsync("lz-civil", cancel) is not { } civil || await catalogue.FindAsync(Licences, cancel) is null || await catalogue.DataAsync(Licences, null, cancel) is not null)
        {
            return;
        }
        Task At(string time) => clock.MoveToAsync(new DateTimeOffset(DateTime.ParseExact(time, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), ChinaTime.Offset));

        await At("2022-07-11 08:30");
        await BringAsync(transport, Licences, Operators(wrong: 9, unnamed: 0), "- {id: J1, dim: validity, item: uscc, check: credit_code, max: 0.5%}\n- {id: J2, dim: completeness, item: name, check: present}\n- {id: J3, dim: uniqueness, key: [licence_no]}\n");
        await At("2022-07-18 10:40");
        await MendedAsync(transport, Licences, "validity", "已对照营业执照逐户更正 9 户的统一社会信用代码");
        await At("2022-07-18 17:20");
        await BringAsync(transport, Licences, Operators(wrong: 0, unnamed: 0), rules: null);

        await At("2022-07-27 08:45");
        await BringAsync(civil, CareHomes, Homes(negative: 3), "- {id: M1, dim: validity, item: beds, check: between, min: 1, most: 2000}\n- {id: M2, dim: validity, item: division, check: division}\n- {id: M3, dim: completeness, item: address, check: present}\n");

        await At("2022-07-28 09:05");
        await BringAsync(health, Hospitals, Institutions(twice: 4, expired: 11), "- {id: W1, dim: uniqueness, key: [registration_no]}\n- {id: W2, dim: timeliness, item: valid_until, check: day_between, from: 2022-07-01, max: 1%}\n- {id: W3, dim: validity, item: division, check: division}\n");
        await At("2022-08-04 15:10");
        await MendedAsync(health, Hospitals, "uniqueness", "重复登记的 4 家机构已合并");
        await MendedAsync(health, Hospitals, "timeliness", "已通知到期机构换证，先补报了 6 家");
        await At("2022-08-05 08:50");
        await BringAsync(health, Hospitals, Institutions(twice: 0, expired: 5), rules: null);

        await At("2022-08-10 09:15");
        await BringAsync(transport, Vehicles, Buses(unlicensed: 6), "- {id: C1, dim: completeness, item: licence_no, check: present}\n- {id: C2, dim: consistency, item: licence_no, exists_in: jt.operator-licence/licence_no}\n- {id: C3, dim: timeliness, item: inspected_until, check: day_between, from: 2022-01-01}\n- {id: C4, dim: uniqueness, key: [plate]}\n");

        async Task BringAsync(Actor steward, string resource, string csv, string? rules)
        {
            using var file = new MemoryStream(Encoding.UTF8.GetBytes(csv));
            await intake.BringAsync(steward, resource, file, resource + ".csv", cancel);
            if (rules is not null)
            {
                await quality.PublishRulesAsync(steward, resource, $"resource: {resource}\nrules:\n{rules}", cancel);
            }
            await quality.RunAsync(resource, cancel);
        }

        async Task MendedAsync(Actor steward, string resource, string dimension, string measures)
        {
            if ((await orders.OfAsync(resource, cancel)).FirstOrDefault(o => o.Dimension == dimension && o.Stage == MendingStage.Mending)?.CaseId is { } caseId)
            {
                await cases.ExecuteAsync(steward, caseId, new ReceiveItem("mend"), cancel: cancel);
                await cases.ExecuteAsync(steward, caseId, new AgreeItem("mend", null, ImmutableSortedDictionary<string, string>.Empty.Add("measures", measures)), cancel: cancel);
            }
        }
    }

    private static string Table(string heading, int rows, Func<int, string> row) => heading + "\n" + string.Join('\n', Enumerable.Range(0, rows).Select(row)) + "\n";

    private static string Code(int n, bool wrong)
    {
        var right = Uscc.Complete(string.Create(CultureInfo.InvariantCulture, $"91450200MA{n:D7}"));
        return wrong ? right[..17] + (right[17] == '0' ? '1' : '0') : right;
    }

    private static string Day(int year, int n) => string.Create(CultureInfo.InvariantCulture, $"{year}-{1 + (n % 12):D2}-{1 + (n % 28):D2}");

    private static string Operators(int wrong, int unnamed) => Table("licence_no,uscc,name,scope,valid_until", 480, n =>
        string.Create(CultureInfo.InvariantCulture, $"桂交运管许可柳字{450200000000 + n}号,{Code(n, n < wrong)},{(n < unnamed ? "" : $"示例运输{n}有限公司")},{(n % 3 == 0 ? "道路旅客运输" : "普通货物运输")},{Day(2023 + (n % 3), n)}"));

    private static string Homes(int negative) => Table("uscc,name,division,beds,address", 64, n =>
        string.Create(CultureInfo.InvariantCulture, $"{Code(700 + n, wrong: false)},示例养老院{n},{(450202 + (n % 4))},{(n < negative ? 0 : 40 + (n * 7 % 160))},示例路{n + 1}号"));

    private static string Institutions(int twice, int expired) => Table("registration_no,name,grade,division,valid_until", 320, n =>
        string.Create(CultureInfo.InvariantCulture, $"PDY{450200 + (n < twice ? n + 100 : n):D6}17A1001,示例医院{n},{(n % 40 == 0 ? "三级" : n % 8 == 0 ? "二级" : "一级")},{(450202 + (n % 4))},{(n >= 10 && n < 10 + expired ? Day(2021, n) : Day(2023 + (n % 4), n))}"));

    private static string Buses(int unlicensed) => Table("plate,licence_no,kind,inspected_until", 900, n =>
        string.Create(CultureInfo.InvariantCulture, $"桂B{10000 + n},桂交运管许可柳字{450200000000 + (n < unlicensed ? 900 + n : n % 480)}号,{(n % 4 == 0 ? "大型客车" : "重型货车")},{Day(2022 + (n % 2), 5 + (n % 6))}"));
}
