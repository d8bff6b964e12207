using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration.Names;

namespace Zhuangjin.Scenarios.BusinessRegistration.Checking;

/// <summary>Whether a name has its parts, no barred word, and none the same or near beside it. A name that passes is kept for the case, so that it passes for no other.</summary>
internal sealed class NameIsFree(NameBook names, KeptNames kept) : ICaseChecks
{
    private const int Shown = 3;

    public string Name => "name-is-free";

    public async Task<CheckAnswer> AnswerAsync(CheckQuestion question, CancellationToken cancel = default)
    {
        var text = question.Form.GetValueOrDefault("enterprise_name", "");
        var (name, wrong) = EnterpriseName.Parse(text);
        if (name is null)
        {
            return await FailedAsync(question, wrong, cancel);
        }
        if (BarredWords.Find(text) is { Count: > 0 } barred)
        {
            return await FailedAsync(question, barred, cancel);
        }
        var nearest = await names.NearestAsync(name, Shown, question.At, question.CaseId, cancel);
        if (nearest.Where(IsAgainst).ToList() is { Count: > 0 } against)
        {
            return await FailedAsync(question, against.Select(Tell), cancel);
        }
        var (until, meanwhile) = await kept.TryKeepAsync(question.CaseId, name, question.At, cancel);
        return until is { } day
            ? CheckAnswer.Passed($"{(nearest.Count > 0 ? $"最接近的是“{nearest[0].Name}”，不构成相同或者近似" : "没有相同或者近似的名称")}；名称为本申请保留至{day.ChinaDate():yyyy年M月d日}")
            : CheckAnswer.Failed(string.Join("；", meanwhile.Take(Shown).Select(Tell)));
    }

    /// <summary>A case whose name does not pass (any more, after a supplement) keeps none from others.</summary>
    private async Task<CheckAnswer> FailedAsync(CheckQuestion question, IEnumerable<string> because, CancellationToken cancel)
    {
        await kept.ReleaseAsync(question.CaseId, cancel);
        return CheckAnswer.Failed(string.Join("；", because));
    }

    private static bool IsAgainst(NearName name) => name.Closeness != Closeness.Distant;

    private static string Tell(NearName near) => $"与{near.Standing switch
    {
        NameStanding.Kept => $"他人申请中、保留至{near.Until!.Value.ChinaDate():yyyy年M月d日}的",
        NameStanding.Former => $"注销或者撤销未满一年（至{near.Until!.Value.ChinaDate():yyyy年M月d日}）的",
        _ => "",
    }}“{near.Name}”{(near.Closeness == Closeness.Same ? "相同" : "近似")}（字号相似度{near.Percent}%）";
}
