using Xunit;

namespace Zhuangjin.Cases.Tests;

/// <summary>吹哨报到: three tiers, summons, receipt, appearance, promises with a clock, absence with liability; and the joint review where absence is consent.</summary>
public class Meetings
{
    private const string Matter = """
        matter: my-matter
        title: 试验
        summary: 试验
        audience: 试验
        office: approval-office
        form:
          - group: 项目
            fields:
              area: {type: decimal, label: 面积, required: true}
        coordination:
          tiers:
            - {title: 县（区）党政主要领导, office: county-leaders}
            - {title: 常务副市长或市委秘书长, office: deputy-mayor}
            - {title: 市委、市政府主要领导, office: mayor}
        clocks:
          opinion: {title: 部门意见, kind: item, from: opened, to: answered, limit: 10wd}
          whistle: {title: 召集会商, kind: meeting, from: whistled, to: convened, limit: 2wd, on_expiry: escalate}
          meeting: {title: 会商日, kind: meeting, from: convened, to: held}
          promise: {title: 部门承诺, kind: meeting, from: committed, to: kept}
        flow:
          - step: review
            title: 审查
            items:
              planning: {title: 规划, office: natural-resources, role: reviewer, clock: opinion, silence: consent}
              roads: {title: 交通, office: transport, role: reviewer, clock: opinion, silence: consent}
              fire: {title: 消防, office: fire-review, role: reviewer, clock: opinion, safety: true, tiers: [supervision]}
        """;

    [Fact]
    public void An_office_appears_promises_and_keeps_or_breaks_its_word() => TextPack.Tell(Matter, """
        title: 一级哨
        matter: my-matter
        form: {area: "1000"}
        steps:
          - at: 2022-08-17 09:00
            do: submit
          - do: whistle natural-resources transport fire-review
            because: 用地红线与道路红线冲突
            expect:
              meetings: {m1: called 1, m1/transport: summoned}
              due: {"whistle:m1!1": 2022-08-19}
              cannot: ["ReceiveSummons:m1/transport"]
          - do: receive_summons m1 transport
            refused: cases.fault.not-convened
          - at: 2022-08-18 09:00
            do: convene m1
            held_at: 2022-08-19 15:00
            expect: {meetings: {m1: convened}, lights: {"whistle:m1!1": met}, due: {"meeting:m1": 2022-08-19}}
          - do: receive_summons m1 natural-resources transport
            expect: {meetings: {m1/transport: received, m1/fire-review: summoned}}
          - do: report m1 natural-resources
            refused: cases.fault.not-the-day
          - at: 2022-08-19 14:50
            do: report m1 natural-resources
          - do: commit m1 natural-resources
            because: 调整红线并出具意见
            until: 2022-08-24
            expect: {meetings: {m1/natural-resources: promised}, due: {"promise:m1/natural-resources": 2022-08-24}}
          - do: commit m1 transport
            because: 未到会不能承诺
            until: 2022-08-24
            refused: cases.fault.not-reported
          - at: 2022-08-19 17:00
            do: close_meeting m1
            because: 红线由自然资源部门调整
            expect:
              meetings: {m1: resolved, m1/transport: liable, m1/fire-review: absent, m1/natural-resources: promised}
              events: [office-absent, office-absent, meeting-closed, clock-stopped]
              items: {roads: open}
          - at: 2022-08-25 00:00
            do: wait
            expect: {meetings: {m1/natural-resources: broken}, lights: {"promise:m1/natural-resources": red}, events: [clock-expired, commitment-broken]}
          - at: 2022-08-26 09:00
            do: keep m1 natural-resources
            because: 意见已出具
            expect: {meetings: {m1/natural-resources: kept}, lights: {"promise:m1/natural-resources": missed}}
        """);

    [Fact]
    public void A_leader_who_does_not_convene_is_passed_over_and_an_unresolved_problem_goes_up() => TextPack.Tell(Matter, """
        title: 三级
        matter: my-matter
        form: {area: "1000"}
        steps:
          - at: 2022-08-17 09:00
            do: submit
          - do: whistle transport
            tier: 4
            because: 没有第四级
            refused: cases.fault.no-such-tier
          - do: whistle transport
            because: 道路开口
          - at: 2022-08-20 00:00
            do: wait
            expect:
              meetings: {m1: called 2}
              lights: {"whistle:m1!1": missed}
              due: {"whistle:m1!2": 2022-08-23}
              events: [clock-expired, meeting-raised]
          - at: 2022-08-22 09:00
            do: convene m1
            held_at: 2022-08-23 09:00
          - at: 2022-08-22 10:00
            do: close_meeting m1
            because: 太早
            refused: cases.fault.meeting-not-held
          - at: 2022-08-23 11:00
            do: close_meeting m1
            because: 意见不一
            resolved: false
            expect: {meetings: {m1: unresolved, m1/transport: absent, m2: called 3, m2/transport: summoned}, due: {"whistle:m2!3": 2022-08-25}}
          - at: 2022-08-26 00:00
            do: wait
            expect: {meetings: {m2: called 3}, lights: {"whistle:m2!3": red}, not: [meeting-raised]}
          - at: 2022-08-26 09:00
            do: convene m2
            held_at: 2022-08-26 16:00
            expect: {due: {"meeting:m2": 2022-08-26}, lights: {"whistle:m2!3": missed}}
          - do: report m2 transport
          - at: 2022-08-26 18:00
            do: close_meeting m2
            because: 同意开口
            expect: {meetings: {m2: resolved, m2/transport: reported}, not: [office-absent, meeting-called]}
        """);

    [Fact]
    public void Absence_from_a_joint_review_is_consent_only_with_receipt_and_never_where_safety_is_at_stake() => TextPack.Tell(Matter, """
        title: 缺席默认
        matter: my-matter
        form: {area: "1000"}
        steps:
          - at: 2022-08-17 09:00
            do: submit
          - do: call_joint_review
            because: 每月联合审批
            held_at: 2022-08-18 09:00
            expect: {meetings: {m1: convened}, not: [clock-expired]}
          - do: receive_summons m1 natural-resources fire-review
          - at: 2022-08-19 00:00
            do: wait
            expect:
              meetings: {m1/natural-resources: liable, m1/fire-review: liable, m1/transport: absent}
              items: {planning: deemed, roads: open, fire: open}
              tiers: {fire: 1}
              events: [clock-expired, office-absent, item-escalated, office-absent, item-deemed, office-absent]
          - do: receive_summons m1 transport
            refused: cases.fault.meeting-over
        """);

    [Theory]
    [InlineData("limit: 2wd, on_expiry: escalate}\n", "limit: 2wd, on_expiry: deem_accepted}\n", "Only a clock to the acceptance")]
    [InlineData("to: held}", "to: held, limit: 3d}", "on the day that people set")]
    [InlineData("  meeting: {title: 会商日, kind: meeting, from: convened, to: held}\n", "", "one clock from 'convened'")]
    [InlineData("limit: 10wd}", "limit: 10wd, on_expiry: escalate}", "by each item")]
    [InlineData("from: whistled, to: convened", "from: whistled, to: held", "Choose of: convened")]
    public void Mistakes_are_told_with_their_remedy(string right, string wrong, string told)
    {
        var errors = TextPack.Mistakes(Matter.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(errors, e => e.Line > 1 && e.ToString().Contains(told, StringComparison.Ordinal));
    }
}
