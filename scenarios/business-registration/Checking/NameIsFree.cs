using Zhuangjin.Cases.Contracts;
using Zhuangjin.Scenarios.BusinessRegistration.Names;

namespace Zhuangjin.Scenarios.BusinessRegistration.Checking;

/// <summary>Whether a name has its parts, no barred word, and none the same or near beside it.</summary>
internal sealed class NameIsFree(NameBook names) : ICaseChecks
{
    private const int Shown = 3;

    public string Name => "name-is-free";

    public async Task<CheckAnswer> AnswerAsync(CheckQuestion question, CancellationToken cancel = default)
    {
        var text = question.Form.GetValueOrDefault("enterprise_name", "");
        var (name, wrong) = EnterpriseName.Parse(text);
        if (name is null)
        {
            return CheckAnswer.Failed(string.Join("；", wrong));
        }
        if (BarredWords.Find(text) is { Count: > 0 } barred)
        {
            return CheckAnswer.Failed(string.Join("；", barred));
        }
        var nearest = await names.NearestAsync(name, Shown, cancel);
        var against = nearest.Where(n => n.Closeness != Closeness.Distant)
            .Select(n => $"与“{n.Name}”{(n.Closeness == Closeness.Same ? "相同" : "近似")}（字号相似度{n.Percent}%）").ToList();
        return against.Count > 0
            ? CheckAnswer.Failed(string.Join("；", against))
            : CheckAnswer.Passed(nearest.Count > 0 ? $"最接近的是“{nearest[0].Name}”，不构成相同或者近似" : "没有相同或者近似的名称");
    }
}
