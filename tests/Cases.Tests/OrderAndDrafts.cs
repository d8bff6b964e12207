using Xunit;

namespace Zhuangjin.Cases.Tests;

/// <summary>Order inside a step, drafts shared early, and what an exemption list waives.</summary>
public class OrderAndDrafts
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
        exemptions:
          small:
            title: 小型工程免办规划许可
            items: [planning]
            when: area < 300
            because: 建筑面积不足300平方米
            basis: [{law: 示例豁免清单, article: 第三项}]
        flow:
          - step: accept
            title: 受理
            items:
              accept: {title: 受理, task: acceptance, office: approval-office, role: window_clerk}
          - step: review
            title: 审查
            items:
              site: {title: 选址, office: natural-resources, role: reviewer}
              planning: {title: 规划, office: natural-resources, role: reviewer, after: [site], early: true}
              fire: {title: 消防, office: fire-review, role: reviewer, safety: true}
          - step: build
            title: 施工
            items:
              permit: {title: 施工许可, office: housing-construction, role: reviewer, early: true}
        """;

    [Fact]
    public void An_office_drafts_early_and_confirms_when_its_turn_has_come() => TextPack.Tell(Matter, """
        title: 串联交叉
        matter: my-matter
        form: {area: "1000"}
        steps:
          - at: 2022-08-16 09:00
            do: submit
            expect: {early: {permit: none}}
          - do: accept
            expect:
              items: {site: open, planning: none, permit: none}
              early: {planning: shared, permit: shared}
              can: ["GiveDraftOpinion:permit"]
              events: [accepted, item-opened, item-shared]
          - at: 2022-08-17 09:00
            do: draft_agree permit
            because: 资料齐全，拟同意
            expect: {early: {permit: favourable}, items: {permit: none}, phase: reviewing}
          - do: draft_disagree planning
            because: 退线不足
            expect: {early: {planning: unfavourable}, cannot: ["ConfirmDraftOpinion:planning"]}
          - do: confirm_draft permit
            refused: cases.fault.item-not-open-yet
          - at: 2022-08-18 09:00
            do: agree site
            expect: {items: {planning: open}, can: ["ConfirmDraftOpinion:planning"], cannot: ["GiveDraftOpinion:planning"]}
          - do: agree planning
            expect: {items: {planning: agreed}, early: {planning: unfavourable}}
          - do: agree fire
            expect: {items: {permit: open}, phase: reviewing}
          - do: draft_agree permit
            because: 太迟
            refused: cases.fault.no-draft-now
          - do: confirm_draft permit
            expect: {items: {permit: agreed}, early: {permit: confirmed}, reasons: {permit: 资料齐全，拟同意}, phase: issued, events: [draft-opinion-confirmed, item-agreed, granted]}
        """);

    [Fact]
    public void What_the_list_waives_is_skipped_with_its_law_and_is_not_shared() => TextPack.Tell(Matter, """
        title: 免办清单
        matter: my-matter
        form: {area: "299.9"}
        steps:
          - at: 2022-08-16 09:00
            do: submit
          - do: accept
            expect: {early: {planning: none, permit: shared}, exempted: {planning: none}}
          - do: agree site
            expect: {items: {planning: skipped}, exempted: {planning: small}, reasons: {planning: 建筑面积不足300平方米}, events: [item-exempted]}
          - do: agree fire
          - do: disagree permit
            because: 缺合同
          - do: correct permit
            form: {area: "5000"}
            because: 面积有误
            refused: cases.fault.correction-changes-offices
          - do: correct permit
            because: 已补合同
            expect: {items: {permit: open}}
        """);

    [Theory]
    [InlineData("after: [site]", "after: [fire]", "in a circle")]
    [InlineData("after: [site]", "after: [sites]", "Did you mean 'site'?")]
    [InlineData("after: [site]", "after: [permit]", "in another step")]
    [InlineData("items: [planning]", "items: [fire]", "safety is not waived")]
    [InlineData("items: [planning]", "items: [accept]", "never waived")]
    [InlineData("items: [planning]", "items: [plan]", "no item 'plan'")]
    [InlineData("safety: true}", "safety: true, early: true}", "nothing before its turn")]
    [InlineData("basis: [{law: 示例豁免清单, article: 第三项}]", "basis: []", "what allows it")]
    [InlineData("when: area < 300", "when: aera < 300", "Did you mean 'area'?")]
    public void Mistakes_are_told_with_their_remedy(string right, string wrong, string told)
    {
        var text = Matter.Replace(right, wrong, StringComparison.Ordinal);
        if (told == "in a circle")
        {
            text = text.Replace("safety: true}", "after: [planning]}", StringComparison.Ordinal);
        }

        var errors = TextPack.Mistakes(text);

        Assert.Contains(errors, e => e.Line > 1 && e.ToString().Contains(told, StringComparison.Ordinal));
    }
}
