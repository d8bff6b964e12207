using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Pages.Tests;

/// <summary>One matter and one case in the middle of its review, with every light and state that a page can show.</summary>
internal static class Example
{
    internal static readonly DateTimeOffset Now = new(2022, 8, 18, 10, 30, 0, ChinaTime.Offset);
    public static DateTimeOffset At(int day, int hour, int minute = 0) => new(2022, 8, day, hour, minute, 0, ChinaTime.Offset);
    private static LocalText L(string zh, string en) => new(zh, en);
    internal static readonly Party Owner = new("p1", PartyKind.LegalEntity, "百色市右江锦绣置业有限公司", "91451000MA5KXXXX1Y");
    internal static readonly (string F, string Zh, string En)[] Offices = [("approval-office", "百色市政务服务中心综合窗口", "Baise Service Hall"), ("planning", "百色市自然资源局", "Baise Natural Resources Bureau"), ("civil-defence", "百色市人民防空办公室", "Baise Civil Defence Office"), ("fire-review", "百色市住房和城乡建设局", "Baise Housing and Construction Bureau"), ("archives", "百色市城市建设档案馆", "Baise Urban Archives"), ("cadastre", "百色市不动产测绘中心", "Baise Cadastral Survey Centre"), ("registry", "百色市不动产登记中心", "Baise Real Estate Registration Centre"), ("tax", "国家税务总局百色市税务局", "Baise Tax Bureau"), ("power", "百色供电局", "Baise Power Supply"), ("water", "百色市供水公司", "Baise Water"), ("gas", "百色市燃气公司", "Baise Gas")];
    private static Item I(string key, string zh, string en, string office, ItemTask task = ItemTask.Review, bool holds = true) => new() { Key = key, Title = L(zh, en), Task = task, Office = office, Role = Roles.Reviewer, Holds = holds, Clock = "opinion", Basis = [new(L("城乡规划法", "Urban and Rural Planning Law"), "第四十五条")] };
    internal static readonly Matter Matter = new()
    {
        Key = "acceptance-certificate", Version = "2022.1", Hash = "5f2c8a1be4d07a93", Title = L("建设项目验收即交证", "Certificate at acceptance"),
        Summary = L("工程竣工联合验收通过后，一次申请、七个事项并联办理，不超过 4 天领取不动产权证书。", "One application after joint acceptance: seven items reviewed together, the real-estate certificate within 4 days."),
        Audience = L("已取得联合验收意见书的建设单位", "Developers with a joint acceptance opinion"), Office = "approval-office", Fee = new(0, null), SubjectSource = "project", SubjectField = "project_name", DivisionField = "division",
        Basis = [new(L("不动产登记暂行条例", "Provisional Regulations on Real Estate Registration"), "第十六条"), new(L("行政许可法", "Administrative Licensing Law"), "第四十二条")],
        Form = [new() { Key = "project_name", Type = FieldType.Text, Label = L("项目名称", "Project"), Group = L("项目信息", "Project"), Required = true, Locked = true, Prefill = "project.name" },
            new() { Key = "division", Type = FieldType.Division, Label = L("项目所在地", "Place"), Group = L("项目信息", "Project"), Required = true, Locked = true, Prefill = "project.division" },
            new() { Key = "area_m2", Type = FieldType.Decimal, Label = L("竣工建筑面积", "Built area"), Unit = "m²", Group = L("项目信息", "Project"), Required = true, Prefill = "survey-result.area_m2" },
            new() { Key = "use", Type = FieldType.Choice, Label = L("房屋用途", "Use"), Group = L("项目信息", "Project"), Required = true, Choices = [new("housing", L("住宅", "Housing")),
            new("commerce", L("商业", "Commerce"))] },
            new() { Key = "high_rise", Type = FieldType.Flag, Label = L("是否高层建筑", "High-rise"), Group = L("项目信息", "Project"), Compute = "area_m2 > 20000" },
            new() { Key = "opinion_date", Type = FieldType.Date, Label = L("联合验收意见书日期", "Date of the joint acceptance opinion"), Group = L("项目信息", "Project"), Required = true },
            new() { Key = "uscc", Type = FieldType.Uscc, Label = L("建设单位代码", "Developer's code"), Group = L("申请人", "Applicant"), Required = true, Locked = true, Prefill = "party.code" },
            new() { Key = "phone", Type = FieldType.Phone, Label = L("联系电话", "Phone"), Group = L("申请人", "Applicant"), Required = true, Hint = L("用于通知办理结果", "To tell you the result") },
            new() { Key = "note", Type = FieldType.LongText, Label = L("补充说明", "Remarks"), Group = L("申请人", "Applicant"), Max = 500 }],
        Materials = [new() { Key = "opinion", Title = L("联合验收意见书", "Joint acceptance opinion"), FromCertificate = "joint-acceptance-opinion", MayUpload = false },
            new() { Key = "survey", Title = L("不动产测绘成果", "Survey result"), FromCertificate = "survey-result" },
            new() { Key = "application", Title = L("不动产登记申请表", "Registration application"), Hint = L("法定代表人签字并盖章", "Signed and sealed") },
            new() { Key = "archive", Title = L("竣工档案移交清单", "Archive hand-over list"), DeferWithin = Limit.Parse("10wd"), Accept = ["pdf"] }],
        Clocks = [new() { Key = "certificate", Title = L("领证时限", "Certificate"), Kind = ClockKind.Promised, From = "form.opinion_date", To = "issued", Limit = Limit.Parse("4d") },
            new() { Key = "statutory", Title = L("法定办理时限", "Statutory"), Kind = ClockKind.Statutory, From = "accepted", To = "decided", Limit = Limit.Parse("30wd"), Extension = new("agency_head", Limit.Parse("10wd"), 1) },
            new() { Key = "opinion", Title = L("部门办理时限", "Office limit"), Kind = ClockKind.Item, From = "opened", To = "answered", Limit = Limit.Parse("2wd"), PausedBy = ["supplement", "correction", "expert"] }],
        Steps = [new() { Key = "accept", Title = L("受理", "Acceptance"), Items = [I("accept", "综合受理", "Acceptance", "approval-office", ItemTask.Acceptance)] },
            new() { Key = "review", Title = L("并联审批", "Parallel review"), Items = [I("planning", "建设工程竣工规划核实", "Planning verification", "planning"),
            I("defence", "人防工程竣工验收备案", "Civil-defence acceptance filing", "civil-defence"),
            I("fire", "建设工程消防验收", "Fire acceptance", "fire-review"),
            I("archive", "建设工程档案专项验收", "Archive acceptance", "archives"),
            I("cadastre", "权籍调查", "Cadastral survey", "cadastre"),
            I("tax", "契税缴纳核验", "Deed tax check", "tax"),
            I("power", "用电报装", "Power", "power", holds: false),
            I("water", "用水报装", "Water", "water", holds: false),
            I("gas", "用气报装", "Gas", "gas", holds: false)] },
            new() { Key = "register", Title = L("登簿", "Registration"), Items = [I("registry", "不动产首次登记", "First registration", "registry", ItemTask.Decision)] }],
        Issue = new() { CertificateType = "real-estate", Title = L("不动产权证书", "Real-estate certificate"), Office = "registry", Number = "{yyyy}", Fields = [], Template = "x" },
    };

    internal static readonly Matter Mending = Matter with { Key = "mending", Title = L("数据质量整改", "Mending of data"), BeginsAt = Matter.ByPlatform };
    private static ItemState St(string key, ItemStatus status, string org, string? holder = null, string? reason = null, bool received = true) => new(key, status, org, "r/" + org + "/", 1, At(16, 14), received ? At(16, 15) : null, holder, status == ItemStatus.Open ? null : At(17, 11), status == ItemStatus.Open ? null : "clerk2", reason, 0, false);
    public static CaseView View(bool applicant)
    {
        var clocks = ImmutableArray.Create<ClockView>(
            new(new("certificate", "certificate", null, Limit.Parse("4d"), At(16, 9), [], [], null, false), Matter.Clocks[0], new(2022, 8, 20), false, Light.Amber, 2, [new("cases.page.event.gap", "起算", "2022-08-16 联合验收意见书，当日不计"),
                new("cases.page.event.gap", "期限", "4 个自然日"),
                new("cases.page.event.gap", "到期", "2022-08-20")]),
            new(new("statutory", "statutory", null, Limit.Parse("30wd"), At(16, 14), [], [], null, false), Matter.Clocks[1], new(2022, 9, 28), false, Light.Green, 29, [new("cases.page.event.gap", "起算", "2022-08-16")]),
            new(new("opinion:fire", "opinion", "fire", Limit.Parse("2wd"), At(16, 14), [], [], null, false), Matter.Clocks[2], new(2022, 8, 18), false, Light.Amber, 0, []),
            new(new("opinion:archive", "opinion", "archive", Limit.Parse("2wd"), At(15, 14), [], [], null, false), Matter.Clocks[2], new(2022, 8, 17), false, Light.Red, -1, []),
            new(new("opinion:planning", "opinion", "planning", Limit.Parse("2wd"), At(16, 14), [new("correction", At(17, 11), null)], [], null, false), Matter.Clocks[2], null, false, Light.Paused, null, []),
            new(new("promise:archive", "promise", "archive", Limit.Parse("10wd"), At(16, 14), [], [], null, false), new() { Key = "promise", Title = L("容缺补齐期限", "Promise"), Kind = ClockKind.Promise, From = "accepted", To = "x", Limit = Limit.Parse("10wd") }, new(2022, 8, 30), false, Light.Green, 8, []));
        var items = new[] { St("accept", ItemStatus.Agreed, "approval-office"),
            St("planning", ItemStatus.Disagreed, "planning", reason: "竣工图与现场不一致：3 号楼北侧退线少 0.6 米，请更正总平面图。"),
            St("defence", ItemStatus.Agreed, "civil-defence"),
            St("fire", ItemStatus.Open, "fire-review", "clerk1"),
            St("archive", ItemStatus.Open, "archives"),
            St("cadastre", ItemStatus.Agreed, "cadastre"),
            St("tax", ItemStatus.Skipped, "tax"),
            St("power", ItemStatus.Open, "power", received: false),
            St("water", ItemStatus.Agreed, "water"),
            St("gas", ItemStatus.Open, "gas", received: false) };
        var form = new Dictionary<string, string> { ["project_name"] = "锦绣江畔花园一期", ["division"] = "451002", ["area_m2"] = "28650.5", ["use"] = "housing", ["high_rise"] = "true", ["opinion_date"] = "2022-08-16", ["uscc"] = "91451000MA5KXXXX1Y", ["phone"] = "13977600000" }.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var mats = new Dictionary<string, MaterialState> { ["opinion"] = new(MaterialStatus.Provided, null, null, 0, "cert1", "BSYS-2022-0031", At(16, 9)), ["survey"] = new(MaterialStatus.Provided, null, null, 0, "cert2", "BSCH-2022-0117", At(16, 9)), ["application"] = new(MaterialStatus.Provided, "ab", "不动产登记申请表.pdf", 481233, null, null, At(16, 9)), ["archive"] = new(MaterialStatus.Promised, null, null, 0, null, null, At(16, 9)) }.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var state = new CaseState { Id = "c1", Number = "451000-20220816-000123", Version = 12, MatterKey = Matter.Key, MatterVersion = Matter.Version, MatterHash = Matter.Hash, Phase = CasePhase.Reviewing, Applicant = Owner, SubmittedBy = "u1", HomeOrganisationId = "approval-office", HomePath = "r/", SubmittedAt = At(16, 9, 12), AcceptedAt = At(16, 14), Form = form, Materials = mats, Items = items.ToImmutableSortedDictionary(i => i.Key, i => i, StringComparer.Ordinal), Clocks = clocks.ToImmutableSortedDictionary(c => c.State.Key, c => c.State, StringComparer.Ordinal) };
        RecordedEvent E(int n, DateTimeOffset at, string who, string fo, CaseEvent e) => new("c1", n, at, who, fo, e);
        RecordedEvent[] events = [E(1, At(16, 9, 12), "u1", "party/p1", new Submitted("c1", state.Number, Matter.Key, "1", "h", Owner, "u1", null, "x", "r/", null, form, mats)),
            E(2, At(16, 14), "clerk0", "office/approval-office", new Accepted(false)),
            E(3, At(16, 14), "clerk0", "office/approval-office", new ItemOpened("fire", "fire-review", "r/", 1)),
            E(4, At(16, 14), "clerk0", "office/approval-office", new ClockStarted("opinion:fire", "opinion", "fire", Limit.Parse("2wd"), At(16, 14))),
            E(5, At(16, 15), "clerk1", "office/fire-review", new ItemTaken("fire", "clerk1")),
            E(6, At(17, 11), "clerk2", "office/planning", new ItemDisagreed("planning", items[1].Reason!)),
            E(7, At(17, 23, 59), "clock", "clock", new ClockExpired("opinion:archive", At(17, 23), OnExpiry.Red))];
        var names = new Dictionary<string, LocalText> { ["u1"] = L("韦春燕", "Wei Chunyan"), ["clerk0"] = L("黄丽", "Huang Li"), ["clerk1"] = L("周敏", "Zhou Min"), ["clerk2"] = L("陆建国", "Lu Jianguo"), ["p1"] = L(Owner.Name, Owner.Name) };
        foreach (var (f, zh, en) in Offices) names[f] = L(zh, en);
        HashSet<string> actions = applicant ? ["ProvideCorrection:planning", "FulfilPromise:archive", "Withdraw"] : ["ReleaseItem:fire", "AgreeItem:fire", "DisagreeItem:fire", "ReceiveItem:archive", "TakeItem:archive", "Suspend", "ExtendClock:statutory", "Accept", "RequestSupplement", "RefuseAcceptance"];
        return new(state, Matter, clocks, events, actions, new("cases.page.services.lead"), names, applicant);
    }
}

