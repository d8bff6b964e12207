using Xunit;

namespace Zhuangjin.Cases.Tests;

/// <summary>Notices with objections, hearings, terms, reviews, reopening, revocation, post.</summary>
public class WholeLife
{
    private const string Matter = """
        matter: my-matter
        title: 试验
        summary: 试验
        audience: 试验
        office: approval-office
        form:
          - group: 企业
            fields:
              name: {type: text, label: 名称, required: true}
              licence_no: {type: text, label: 执照编号}
              until: {type: date, label: 截止日期, required: true}
        clocks:
          notice: {title: 公告, kind: notice, from: opened, to: answered, limit: 20d}
          decide: {title: 决定, kind: item, from: opened, to: answered, limit: 5wd, pause: [hearing]}
          whole: {title: 办结, kind: statutory, from: accepted, to: decided, limit: 60d, pause: [hearing]}
        announcements:
          notice: {title: 公告, on: notice, fields: [name]}
          void: {title: 营业执照作废, on: voided, fields: [name, licence_no]}
        voids: {field: licence_no, because: 注销登记，营业执照作废}
        remedies: {authority: 示例人民政府}
        flow:
          - step: notice
            title: 公告
            items:
              notice: {title: 公告, task: notice, office: approval-office, role: reviewer, clock: notice, objected: 公告期内有异议，终止办理}
          - step: hearing
            title: 听证
            items:
              hearing: {title: 听证, task: hearing, office: approval-office, role: reviewer, when: name = '有听证', skipped_because: 没有人要求听证}
          - step: decide
            title: 决定
            items:
              decide: {title: 决定, task: decision, office: approval-office, role: reviewer, clock: decide}
        """;

    [Fact]
    public void Nobody_objects_and_the_case_goes_on_by_itself() => TextPack.Tell(Matter, """
        title: 无异议
        matter: my-matter
        form: {name: 甲, until: "2023-01-01", licence_no: "A1"}
        steps:
          - at: 2022-08-16 09:00
            do: submit
            expect:
              items: {notice: open}
              due: {"notice:notice": "2022-09-05"}
              next: cases.next.notice
              events: [announced]
          - at: 2022-09-05 23:00
            do: wait
            expect: {items: {notice: open}}
          - at: 2022-09-06 09:00
            do: wait
            expect: {items: {notice: agreed, hearing: skipped, decide: open}, reasons: {notice: 公告期满，无人提出异议}}
          - do: object
            because: 该公司拖欠货款
            refused: cases.fault.notice-over
          - at: 2022-09-06 10:00
            do: grant decide
            expect: {phase: issued, events: [granted, void-ordered, announced]}
          - do: post
            refused: cases.fault.tracking
          - at: 2022-09-07 10:00
            do: post
            tracking: EA123456789CN
            expect: {phase: closed, events: [delivered, closed]}
        """);

    [Fact]
    public void An_objection_on_day_nineteen_stops_it_and_the_head_may_reopen() => TextPack.Tell(Matter, """
        title: 异议
        matter: my-matter
        form: {name: 甲, until: "2023-01-01"}
        steps:
          - at: 2022-08-16 09:00
            do: submit
          - at: 2022-09-04 16:00
            do: object
            because: 该公司拖欠货款
            expect: {phase: refused, items: {notice: disagreed}, reasons: {refusal: 公告期内有异议，终止办理}, events: [objection-raised, item-disagreed, refused]}
          - at: 2022-09-04 16:30
            do: object
            because: 再次提出
            refused: cases.fault.notice-stopped
          - at: 2022-09-10 09:00
            do: reopen
            because: 异议人已书面撤回
            refused: cases.fault.basis-required
          - do: reopen
            because: 异议人已书面撤回
            basis: 示例办法第三条
            expect: {phase: reviewing, items: {notice: open}, rounds: {notice: "2"}, due: {"notice:notice:2": "2022-09-30", "whole~2": "2022-11-09"}, lights: {"whole~2": green}}
          - at: 2022-10-01 09:00
            do: wait
            expect: {items: {decide: open}}
        """);

    [Fact]
    public void A_hearing_is_called_a_week_ahead_and_its_time_is_not_counted() => TextPack.Tell(Matter, """
        title: 听证
        matter: my-matter
        form: {name: 有听证, until: "2023-01-01"}
        steps:
          - at: 2022-08-01 09:00
            do: submit
          - at: 2022-08-22 09:00
            do: call_hearing hearing
            held_at: 2022-08-25 09:00
            refused: cases.fault.hearing-too-soon
          - do: call_hearing hearing
            held_at: 2022-08-29 09:00
            expect: {lights: {whole: paused}, next: cases.next.hearing, can: ["RecordHearing:hearing"]}
          - do: record_hearing hearing
            because: 提前记录
            refused: cases.fault.hearing-not-yet
          - at: 2022-08-29 11:00
            do: record_hearing hearing
            because: 双方到场，申请人陈述，被申请人质证。
            expect: {items: {hearing: agreed, decide: open}, lights: {whole: green}, explains: {whole: ["paused.hearing 2022-08-22 2022-08-29"]}}
        """);

    [Fact]
    public void A_review_upholds_changes_or_annuls() => TextPack.Tell(Matter, """
        title: 复议
        matter: my-matter
        form: {name: 甲, until: "2023-01-01"}
        steps:
          - at: 2022-08-01 09:00
            do: submit
          - at: 2022-08-22 09:00
            do: refuse decide
            because: 材料不实
            expect: {phase: refused, can: [FileReview, ReopenCase]}
          - at: 2022-08-23 09:00
            do: file_review objection
            because: 材料属实
            expect: {can: ["DecideReview:r1"], cannot: [FileReview]}
          - do: decide_review r1
            outcome: upheld
            because: 复核无误
            expect: {phase: refused}
          - at: 2022-10-20 09:00
            do: file_review reconsideration
            because: 材料属实，附公证书
          - at: 2022-10-28 09:00
            do: decide_review r2
            outcome: changed
            because: 公证书足以证明
            expect: {phase: issued, items: {decide: agreed}, events: [review-decided, case-reopened, item-agreed, granted]}
          - at: 2022-10-29 09:00
            do: revoke
            because: 公证书系伪造
            basis: 行政许可法第六十九条
            expect: {phase: revoked, cannot: [HandOver, FileReview]}
        """);

    [Fact]
    public void A_review_that_comes_after_sixty_days_is_too_late() => TextPack.Tell(Matter, """
        title: 逾期
        matter: my-matter
        form: {name: 甲, until: "2023-01-01"}
        steps:
          - at: 2022-08-01 09:00
            do: submit
          - at: 2022-08-22 09:00
            do: refuse decide
            because: 材料不实
          - at: 2022-10-22 09:00
            do: file_review reconsideration
            because: 材料属实
            refused: cases.fault.review-too-late
        """);

    [Theory]
    [InlineData("until: until", "2022-12-31", "2023-01-01 09:00")]
    [InlineData("limit: 3y", "2025-08-22", "2025-08-23 09:00")]
    public void A_term_ends_the_case_by_itself(string length, string last, string over) => TextPack.Tell(Termed(length), $$"""
        title: 歇业
        matter: my-matter
        form: {name: 甲, until: "2022-12-31"}
        steps:
          - at: 2022-08-01 09:00
            do: submit
          - at: 2022-08-22 09:00
            do: grant decide
            expect: {phase: issued, due: {term: "{{last}}"}, next: cases.next.term, can: [EndTerm]}
          - at: 2022-08-22 10:00
            do: hand_over
            expect: {phase: delivered, not: [closed]}
          - at: {{over}}
            do: wait
            expect: {phase: closed, events: [clock-expired, term-ended, closed]}
        """);

    [Fact]
    public void The_applicant_may_end_a_term_early() => TextPack.Tell(Termed("limit: 3y"), """
        title: 提前恢复
        matter: my-matter
        form: {name: 甲, until: "2022-12-31"}
        steps:
          - at: 2022-08-01 09:00
            do: submit
          - at: 2022-08-22 09:00
            do: grant decide
          - at: 2022-09-22 09:00
            do: end_term
            because: 已恢复经营
            expect: {phase: closed, lights: {term: met}, events: [term-ended, closed]}
        """);

    [Fact]
    public void The_pack_checker_says_what_a_notice_needs()
    {
        var mistakes = TextPack.Mistakes(Matter.Replace("clock: notice, objected", "objected", StringComparison.Ordinal).Replace("on: notice", "on: granted", StringComparison.Ordinal).Replace("field: licence_no", "field: licence", StringComparison.Ordinal));
        Assert.Contains(mistakes, m => m.Remedy.Contains("kind: notice", StringComparison.Ordinal));
        Assert.Contains(mistakes, m => m.Message.Contains("nobody can read", StringComparison.Ordinal));
        Assert.Contains(mistakes, m => m.Message.Contains("'licence'", StringComparison.Ordinal));
    }

    private static string Termed(string length) => Matter.Replace("clocks:", $"clocks:\n  term: {{title: 歇业, kind: term, from: decided, to: ended, {length}}}", StringComparison.Ordinal);
}
