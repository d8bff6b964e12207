using System.Collections.Immutable;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;
using Zhuangjin.Web.Wiring;
using NewNotice = Zhuangjin.Notices.Contracts.NewNotice;

namespace Zhuangjin.Notices.Tests;

/// <summary>What the events of a case, a meeting, a 督办单 and a rating mean to whom. Events are played; words are the product's own.</summary>
public sealed class MeaningTests
{
    private static readonly DateTimeOffset Now = ChinaTime.At(new(2022, 8, 16), new(10, 0));
    private static readonly string Fingerprint = new('a', 64);

    private static readonly Matter Matter = new()
    {
        Key = "garden", Version = "1", Hash = Fingerprint, Title = new("花园许可", "Garden permit"), Summary = new("花园"), Audience = new("法人"), Office = "approval", Fee = new(0, null), DivisionField = "place",
        SubjectField = "name", Form = [new() { Key = "name", Type = FieldType.Text, Label = new("名称") }],
        Steps = [new() { Key = "all", Title = new("办理"), Items = [Item("handle", ItemTask.Review), Item("notice", ItemTask.Notice), Item("hearing", ItemTask.Hearing), Item("decide", ItemTask.Decision)] }],
    };

    public static TheoryData<CaseEvent, string> Told => new()
    {
        { new HearingCalled("hearing", Now.AddDays(9), "二楼"), "applicant:听证通知：右江花园! | reviewer@hearing:听证安排：右江花园" },
        { new HearingHeld("hearing", "笔录"), "applicant:听证已结束：右江花园" },
        { new Announced("a", "公示", "", [], "notice"), "applicant:开始公示：右江花园" },
        { new Announced("a", "公告", "", [], null), "" },
        { new ItemPassed("notice", "无人异议"), "applicant:公示期满：右江花园" },
        { new ItemPassed("handle", "免审"), "" },
        { new ObjectionRaised("o2", "notice", "某人", "有异议"), "applicant:有人提出异议：右江花园! | agency_head@notice:公示收到异议：右江花园! | reviewer@notice:公示收到异议：右江花园! | supervisor@notice:公示收到异议：右江花园!" },
        { new ClockExpired("notice:notice", Now, OnExpiry.Pass), "reviewer@notice:异议待审查：右江花园" },
        { new ItemReturned("decide", "handle", "没做好"), "agency_head@handle:退回重办：handle（右江花园）! | reviewer@handle:退回重办：handle（右江花园）! | supervisor@handle:退回重办：handle（右江花园）!" },
        { new ItemOpened("handle", "handle", "/handle/", 2), "" },
        { new ItemOpened("handle", "handle", "/handle/", 1), "reviewer@handle:新任务：handle（右江花园）+" },
        { new ItemAssigned("decide", "wei"), "wei:交您办理：decide（右江花园）+" },
        { new CaseMigrated("1", "a", "2", "b", "统一", ImmutableSortedDictionary<string, string>.Empty), "wei:办理规则版本更新：右江花园+" },
        { new ReviewFiled("r1", ReviewKind.Objection, "不服"), "agency_head@city:收到异议或复议申请：右江花园! | agency_head@decide:收到异议或复议申请：右江花园! | supervisor@city:收到异议或复议申请：右江花园! | supervisor@decide:收到异议或复议申请：右江花园! | agency_head@supervision:收到异议或复议申请：右江花园! | supervisor@supervision:收到异议或复议申请：右江花园!" },
        { new ReviewDecided("r1", ReviewOutcome.Upheld, "无误"), "applicant:复核复议有结果：右江花园!" },
        { new CaseReopened("漏看", "办法第三条"), "applicant:重新办理：右江花园!" },
        { new DecisionRevoked("伪造", "第六十九条"), "applicant:决定被撤销：右江花园!" },
        { new Delivered("post", "EA123456789CN"), "applicant:已寄出：右江花园" },
        { new Delivered("window"), "applicant:已送达：右江花园" },
        { new Closed(), "applicant:请您评价：右江花园" },
        { new MeetingCalled("m1", MeetingKind.Whistle, 1, "卡住了", null, "county", "/county/", [], null), "agency_head@county:请您召集协调：右江花园! | leader@county:请您召集协调：右江花园!" },
        { new MeetingRaised("m1", 2, "mayor", "/mayor/"), "agency_head@mayor:协调事项上报到您：右江花园! | leader@mayor:协调事项上报到您：右江花园!" },
        { new MeetingConvened("m1", Now.AddDays(1), "三楼"), "agency_head@roads:报到通知：右江花园! | approver@roads:报到通知：右江花园! | reviewer@roads:报到通知：右江花园!" },
        { new SummonsReceived("m1", "roads"), "agency_head@county:roads局已签收：右江花园+ | leader@county:roads局已签收：右江花园+" },
        { new OfficeAbsent("m1", "roads", true), "agency_head@county:缺席协调会：roads局（右江花园）! | agency_head@roads:缺席协调会：roads局（右江花园）! | leader@county:缺席协调会：roads局（右江花园）!" },
        { new MeetingClosed("m1", "已解决", true), "agency_head@roads:协调会已办结：右江花园+ | approver@roads:协调会已办结：右江花园+ | reviewer@roads:协调会已办结：右江花园+" },
    };

    [Theory]
    [MemberData(nameof(Told))]
    public async Task Each_event_tells_those_whom_it_concerns(CaseEvent happened, string expected)
    {
        var town = new Played(happened);
        var type = (string)typeof(CaseEvent).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false).Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Single(a => a.DerivedType == happened.GetType()).TypeDiscriminator!;
        var told = await TellAsync(town, new(7, "e", type, "case/one", 3, Now, "office/x", ImmutableSortedDictionary<string, string>.Empty));
        Assert.Equal(expected.Split(" | ", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), told.Select(n => $"{n.PersonId}:{n.Title.In("zh")}{(n.Urgent ? "!" : "")}{(n.Bundle is null ? "" : "+")}").Order(StringComparer.Ordinal));
        Assert.All(told, n => Assert.DoesNotContain("web.notice", n.Title.In("zh") + n.Body.In("zh") + n.Title.In("en") + n.Body.In("en") + n.Bundle?.Title.In("en") + n.Bundle?.Body.In("zh"), StringComparison.Ordinal));
        Assert.All(told.Where(n => n.Bundle is not null), n => Assert.Contains(Bundle.Count, n.Bundle!.Title.In("zh"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cases.notice-issued", "notice/n1", "agency_head@fire:督办单 451000-督-2022-0001!")]
    [InlineData("cases.notice-answered", "notice/n1", "lu:督办单 451000-督-2022-0001 已答复")]
    [InlineData("cases.notice-closed", "notice/n1", "agency_head@fire:督办单 451000-督-2022-0001 已办结")]
    [InlineData("cases.accountability-recorded", "accountability/a", "agency_head@fire:问责记录 5!")]
    [InlineData("cases.rated", "rating/bad", "agency_head@fire:收到差评，请回应!")]
    [InlineData("cases.rating-answered", "rating/bad", "supervisor@supervision:差评已答复，待核实")]
    [InlineData("cases.rating-closed", "rating/bad", "applicant:您的意见已处理，请再次评价")]
    [InlineData("cases.rating-closed", "rating/qr", null)]
    public async Task Supervision_and_ratings_reach_office_supervisor_and_applicant(string type, string stream, string? expected)
    {
        var town = new Played(new Closed());
        var told = await TellAsync(town, new(7, "e", type, stream, 1, Now, "office/x", ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("office", "fire"), new("number", "5"), new("answerBy", "2022-08-20")])));
        Assert.Equal(expected, told.Select(n => $"{n.PersonId}:{n.Title.In("zh")}{(n.Urgent ? "!" : "")}").Order(StringComparer.Ordinal).FirstOrDefault());
        Assert.All(told, n => Assert.DoesNotContain("web.notice", n.Title.In("en") + n.Body.In("en"), StringComparison.Ordinal));
    }

    private static async Task<List<NewNotice>> TellAsync(Played town, SealedEvent happened)
    {
        var words = new NoticeWords(new([typeof(NoticeWords).Assembly]));
        INoticeSource[] sources = [new NoticesFromCases(town, town, town, words, TimeProvider.System), new NoticesFromMeetings(town, town, town, words), new NoticesFromSupervision(town, town, town, words, TimeProvider.System)];
        var told = new List<NewNotice>();
        foreach (var source in sources.Where(s => s.Wants(happened.Type)))
        {
            told.AddRange(await source.AboutAsync(happened, TestContext.Current.CancellationToken));
        }
        return told;
    }

    private static Item Item(string key, ItemTask task) => new() { Key = key, Title = new(key), Task = task, Office = "approval", Role = Roles.Reviewer };

    /// <summary>A case with all its parts, and offices whose people are called by their role and place.</summary>
    private sealed class Played(CaseEvent happened) : ICaseOccurrences, ISupervisionOccurrences, IAudience, IOrganisations
    {
        private static CaseState State => new()
        {
            Id = "one", Number = "451000-20220816-000001", Version = 3, MatterKey = "garden", MatterVersion = "1", MatterHash = Fingerprint, Phase = CasePhase.Closed,
            Applicant = new("party", PartyKind.LegalEntity, "示例公司", "91451000MA5EXAMPLE"), SubmittedBy = "applicant", HomeOrganisationId = "city", HomePath = "/city/", SubmittedAt = Now, DecidedAt = Now,
            Form = ImmutableSortedDictionary<string, string>.Empty.Add("name", "右江花园"), Materials = ImmutableSortedDictionary<string, MaterialState>.Empty,
            Items = new[] { "handle", "notice", "hearing", "decide" }.ToImmutableSortedDictionary(k => k, k => new ItemState(k, ItemStatus.Open, k, $"/{k}/", 1, Now, Now, k == "decide" ? "wei" : null, null, null, null, 0, false)),
            Clocks = ImmutableSortedDictionary<string, ClockState>.Empty.Add("notice:notice", new("notice:notice", "notice", "notice", Limit.Parse("20d"), Now, [], [], null, true)),
            Objections = ImmutableSortedDictionary<string, ObjectionState>.Empty.Add("o1", new("o1", "notice", "p", "某人", "异议", Now)),
            Meetings = ImmutableSortedDictionary<string, MeetingState>.Empty.Add("m1", new("m1", MeetingKind.Whistle, 1, "卡住了", null, "p", Now, "county", "/county/",
                ImmutableSortedDictionary<string, SummonsState>.Empty.Add("roads", new("roads", "/roads/", "transport")), null)),
        };

        public Organisation Root => Find("root")!;

        public IReadOnlyList<Organisation> All => [];

        public Task<CaseOccurrence?> ReadAsync(string caseId, long sequence, CancellationToken cancel = default) =>
            Task.FromResult<CaseOccurrence?>(new(State, Matter, new(caseId, sequence, Now, "somebody", "office/x", happened)));

        public Task<SupervisionNotice?> NoticeAsync(string noticeId, CancellationToken cancel = default) => Task.FromResult<SupervisionNotice?>(
            new(noticeId, "451000-督-2022-0001", 1, NoticeState.Sent, "fire", "/fire/", null, null, null, "某件逾期", "说明原因", Now, "lu", new(2022, 8, 20), false));

        public Task<RatingOccurrence?> RatingAsync(string ratingId, CancellationToken cancel = default) => Task.FromResult<RatingOccurrence?>(
            new(new(ratingId, "one", 1, SatisfactionLevel.Dissatisfied, [], "慢", true, ratingId == "qr" ? "qr" : "my", Now, "garden", "fire"), State, Matter));

        public Task<IReadOnlyList<string>> SpeakersAsync(string partyId, string matterKey, DateOnly today, CancellationToken cancel = default) => Task.FromResult<IReadOnlyList<string>>(["applicant"]);

        public Task<IReadOnlyList<string>> AppointedAsync(string organisationId, IReadOnlyList<string> roles, CancellationToken cancel = default) =>
            Task.FromResult<IReadOnlyList<string>>([.. roles.Select(r => $"{r}@{organisationId}")]);

        public Organisation? Find(string id) => new(id, null, $"/{id}/", OrganisationKind.Department, "451000", null, new(id + "局", id));

        public IReadOnlyList<Organisation> Children(string id) => [];

        public Organisation? Area(string division) => null;

        public Organisation? Resolve(string function, string homeId) => function == "supervision" ? Find("supervision") : null;
    }
}
