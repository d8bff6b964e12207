using Xunit;

namespace Zhuangjin.Cases.Tests;

/// <summary>即申即得: checks answer as the application comes in; what fails goes to a clerk who sees why.</summary>
public class InstantDecisions
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
              capital: {type: decimal, label: 注册资本, required: true}
        clocks:
          item: {title: 办理, kind: item, from: opened, to: answered, limit: 1wd}
        flow:
          - step: accept
            title: 受理
            items:
              accept:
                title: 受理
                task: acceptance
                office: approval-office
                role: window_clerk
                checks:
                  complete: {title: 材料齐全, holds: materials.complete, otherwise: 材料不齐}
          - step: decide
            title: 决定
            items:
              decide:
                title: 登记
                task: decision
                office: approval-office
                role: reviewer
                clock: item
                checks:
                  name_free: {title: 名称可用, port: name-is-free}
                  capital: {title: 注册资本适当, holds: capital <= 1000, otherwise: 注册资本超过1000万元，须人工核对}
        """;

    [Fact]
    public void A_clean_application_is_granted_in_the_moment_in_which_it_comes() => Tell("""
        title: 即申即得
        matter: my-matter
        form: {name: 百色示例商贸有限公司, capital: "100"}
        checks: {name_free: passed 与库中名称无相同近似}
        steps:
          - at: 2022-08-16 09:00
            do: submit
            expect:
              phase: issued
              items: {accept: agreed, decide: agreed}
              checks: {complete: passed, name_free: passed, capital: passed}
              reasons: {decide: 名称可用：与库中名称无相同近似；注册资本适当}
              events: [submitted, item-opened, checks-answered, item-passed, accepted, item-opened, checks-answered, item-passed, granted, result-ready]
              lights: {"item:decide": met}
        """);

    [Fact]
    public void What_fails_goes_to_a_clerk_with_its_reason() => Tell("""
        title: 转人工
        matter: my-matter
        form: {name: 百色示例商贸有限公司, capital: "5000"}
        checks: {name_free: failed 与百色示例贸易有限公司近似}
        steps:
          - at: 2022-08-16 09:00
            do: submit
            expect:
              phase: reviewing
              items: {accept: agreed, decide: open}
              checks: {name_free: failed, capital: failed}
              can: ["Grant:decide", "Refuse:decide"]
              not: [granted]
          - at: 2022-08-16 10:00
            do: grant decide
            because: 经核对可以登记
            expect: {phase: issued}
        """);

    [Fact]
    public void A_register_that_does_not_answer_never_grants() => Tell("""
        title: 系统未应答
        matter: my-matter
        form: {name: 百色示例商贸有限公司, capital: "1"}
        checks: {name_free: unavailable 名称库未应答}
        steps:
          - at: 2022-08-16 09:00
            do: submit
            expect: {phase: reviewing, items: {decide: open}, checks: {name_free: unavailable, capital: passed}}
        """);

    [Fact]
    public void A_supplement_is_checked_anew() => Tell("""
        title: 补正后当场办结
        matter: my-matter
        form: {name: 百色示例商贸有限公司, capital: "1"}
        checks: {name_free: passed}
        steps:
          - at: 2022-08-16 09:00
            do: submit
            expect: {phase: submitted, items: {accept: open}, checks: {complete: failed}}
          - do: ask_supplement
            gaps: {material.lease: 请上传租赁合同}
          - at: 2022-08-17 09:00
            do: supplement
            materials: {lease: upload}
            expect: {phase: issued, checks: {complete: passed}, items: {accept: agreed, decide: agreed}}
        """, Matter.Replace("clocks:", "materials:\n  lease: {title: 租赁合同, required: false}\nclocks:", StringComparison.Ordinal)
            .Replace("holds: materials.complete", "holds: material.lease.provided", StringComparison.Ordinal));

    [Fact]
    public void The_pack_checker_knows_what_a_check_needs()
    {
        var mistakes = TextPack.Mistakes(Matter.Replace("port: name-is-free", "port: name-free", StringComparison.Ordinal).Replace(", otherwise: 材料不齐", "", StringComparison.Ordinal));
        Assert.Contains(mistakes, m => m.Message.Contains("name-free", StringComparison.Ordinal) && m.Line == 34);
        Assert.Contains(mistakes, m => m.Remedy.Contains("otherwise", StringComparison.Ordinal));
    }

    private static void Tell(string story, string matter = Matter) => TextPack.Tell(matter, story);
}
