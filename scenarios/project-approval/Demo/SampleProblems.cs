using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.ProjectApproval.Problems;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.ProjectApproval.Demo;

/// <summary>A sample of the source's size: 158 problems of nine counties, all settled in the session of July 2022. Invented, and put straight into the tables.</summary>
internal sealed class SampleProblems(IDatabase database, IOrganisations organisations, TimeProvider time)
{
    public const int All = 158;

    private static readonly (string Division, int Count)[] Counts =
    [
        ("450312", 27), ("450321", 19), ("450323", 24), ("450324", 18), ("450325", 16), ("450326", 15), ("450330", 13), ("450332", 12), ("450381", 14),
    ];

    private static readonly (string What, string Proposal, string[] Offices)[] Kinds =
    [
        ("地块出让方案与控制性详细规划指标不一致。", "按控规调整程序并联办理，出让方案同步审查。", ["natural-resources"]),
        ("可行性研究报告附件暂缺，立项无法办理。", "主件齐全先行审批，附件承诺20个工作日内补齐。", ["development-reform"]),
        ("环境影响报告表审批等待专家意见。", "专家意见与受理并行，审批压减到10个工作日。", ["environment"]),
        ("道路开口影响省道交通组织。", "优化开口位置并补充交通影响评价。", ["transport", "natural-resources"]),
        ("施工图审查意见分批反馈。", "一次性反馈全部意见，复核两个工作日内完成。", ["housing-construction"]),
        ("竣工验收材料重复提交。", "精简竣工联合验收材料，共享前阶段成果。", ["housing-construction", "natural-resources"]),
    ];

    public async Task PutAsync(CancellationToken cancel = default)
    {
        var city = organisations.Area("450300")!;
        var closed = ChinaTime.At(new(2022, 7, 28), new(17, 30));
        var problems = new List<Problem>();
        foreach (var (division, count) in Counts)
        {
            var county = organisations.Area(division)!;
            for (var i = 0; i < count; i++)
            {
                var (what, proposal, functions) = Kinds[(i + count) % Kinds.Length];
                var raised = ChinaTime.At(new DateOnly(2022, 7, 4).AddDays(i % 21), new(9 + (i % 8), 0));
                var offices = functions.Select(f => organisations.Resolve(f, county.Id)!).Select((o, n) => new OfficeOpinion(o.Id, o.Path, n == 0 && i % 9 == 4 ? Opinion.Deemed : Opinion.Agreed, null, closed)).ToList();
                problems.Add(new(Ids.New(time), 1, division, county.Path, $"示例·{county.Name.In("zh")}项目{i + 1:D2}", null, what, proposal, false, raised, "2022-07", ProblemState.Resolved, proposal, closed, offices));
            }
        }
        var called = problems.SelectMany(p => p.Offices).DistinctBy(o => o.OrganisationId).Select(o => new Attendance(o.OrganisationId, o.Path, closed.AddDays(-3), closed.AddHours(-8), null, false)).ToList();
        var session = new JointSession("2022-07", 1, city.Path, new(2022, 7, 28), "市政务服务中心五楼会商室", closed.AddDays(-3), closed, "158个问题逐个会商，全部明确解决办法。", called);
        await database.WriteAsync(async store =>
        {
            await PoolTables.InsertAsync(store, session, static () => new InvalidOperationException("The session of July stands already."));
            foreach (var problem in problems)
            {
                await PoolTables.InsertAsync(store, problem);
            }
            return 0;
        }, cancel);
    }
}
