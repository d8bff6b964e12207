using Zhuangjin.Cases.Contracts;
using Zhuangjin.Scenarios.BusinessRegistration.Scope;

namespace Zhuangjin.Scenarios.BusinessRegistration.Checking;

/// <summary>Whether every phrase of the business scope could be turned into a standard entry. Licensed entries pass: the licence says that they start with their permission.</summary>
internal sealed class ScopeIsStandard : ICaseChecks
{
    public string Name => "scope-is-standard";

    public Task<CheckAnswer> AnswerAsync(CheckQuestion question, CancellationToken cancel = default)
    {
        var matches = ScopeEntries.Standardise(question.Form.GetValueOrDefault("scope", ""));
        var unknown = matches.Where(m => m.Entry is null).Select(m => $"“{m.Phrase}”").ToList();
        return Task.FromResult(matches.Count == 0 ? CheckAnswer.Failed("没有填写经营范围")
            : unknown.Count > 0 ? CheckAnswer.Failed($"{string.Join("、", unknown)}没有对应的规范表述")
            : CheckAnswer.Passed(Sentence(matches)));
    }

    private static string Sentence(IReadOnlyList<ScopeMatch> matches) => string.Join("。", matches.Select(m => m.Entry!).Distinct().GroupBy(e => e.Kind).OrderBy(g => g.Key)
        .Select(g => $"{(g.Key == ScopeKind.General ? "一般项目" : "许可项目")}：{string.Join("；", g.Select(e => e.Title))}"));
}
