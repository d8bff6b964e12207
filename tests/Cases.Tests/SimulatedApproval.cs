using Xunit;

namespace Zhuangjin.Cases.Tests;

/// <summary>模拟审批: reviewed without what is lacking, never binding, converted once.</summary>
public class SimulatedApproval
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
        materials:
          plan: {title: 方案}
          land: {title: 土地证}
        simulate: {lacking: [land]}
        clocks:
          whole: {title: 办理, kind: promised, from: submitted, to: decided, limit: 5wd}
        flow:
          - step: review
            title: 审查
            items:
              planning: {title: 规划, office: natural-resources, role: reviewer}
          - step: decide
            title: 决定
            requires: materials.complete
            items:
              decision: {title: 决定, task: decision, office: approval-office, role: approver}
        issue: {certificate: my-permit, title: 许可证, office: approval-office, number: "{yyyy}{seq:6}", fields: [area], template: my-permit}
        """;

    [Fact]
    public void The_result_binds_nobody_until_what_was_lacking_is_there_and_is_converted_once() => TextPack.Tell(Matter, """
        title: 模拟审批
        matter: my-matter
        form: {area: "1000"}
        materials: {plan: upload, land: awaited}
        steps:
          - at: 2022-08-16 09:00
            do: submit
          - do: agree planning
          - at: 2022-08-17 09:00
            do: grant decision
            expect: {phase: simulated, events: [item-agreed, simulated-result-given, clock-paused], not: [granted, issue-ordered], due: {whole: paused}, next: cases.next.awaiting, cannot: [ConvertSimulation, AttachCertificate]}
          - do: convert
            refused: cases.fault.still-awaited
          - at: 2022-11-01 09:00
            do: fulfil land
            expect: {phase: simulated, not: [granted], can: [ConvertSimulation], next: cases.next.converting}
          - at: 2022-11-02 09:00
            do: convert
            because: 土地证与模拟审批一致
            expect: {phase: granted, events: [simulation-converted, granted, issue-ordered], lights: {whole: met}}
          - do: convert
            refused: cases.fault.already-converted
          - do: issue
            expect: {phase: issued}
        """);

    [Fact]
    public void What_comes_before_the_result_makes_the_case_formal_when_the_office_says_so() => TextPack.Tell(Matter, """
        title: 中途补齐
        matter: my-matter
        form: {area: "1000"}
        materials: {plan: upload, land: awaited}
        steps:
          - at: 2022-08-16 09:00
            do: submit
          - do: fulfil land
          - do: agree planning
          - do: convert
            expect: {phase: reviewing, events: [simulation-converted]}
          - do: grant decision
            expect: {phase: granted, not: [simulated-result-given]}
        """);

    [Fact]
    public void Only_what_the_matter_names_may_be_lacking_and_a_formal_case_is_not_converted()
    {
        TextPack.Tell(Matter, """
            title: 方案不能缺
            matter: my-matter
            form: {area: "1000"}
            materials: {plan: awaited, land: upload}
            steps:
              - at: 2022-08-16 09:00
                do: submit
                refused: cases.fault.not-awaitable
            """);
        TextPack.Tell(Matter, """
            title: 正式办理
            matter: my-matter
            form: {area: "1000"}
            materials: {plan: upload, land: upload}
            steps:
              - at: 2022-08-16 09:00
                do: submit
              - do: convert
                refused: cases.fault.not-simulated
              - do: agree planning
              - do: grant decision
                expect: {phase: granted, events: [granted, issue-ordered]}
            """);
        Assert.Contains(TextPack.Mistakes(Matter.Replace("lacking: [land]", "lacking: [lands]", StringComparison.Ordinal)), e => e.ToString().Contains("Did you mean 'land'?", StringComparison.Ordinal));
    }
}
