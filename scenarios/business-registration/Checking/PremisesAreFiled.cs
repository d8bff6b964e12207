using Zhuangjin.Cases.Contracts;
using Zhuangjin.Scenarios.BusinessRegistration.Premises;

namespace Zhuangjin.Scenarios.BusinessRegistration.Checking;

/// <summary>住所权属备案: whether the address lies in the division that was chosen and its title papers were filed before.</summary>
internal sealed class PremisesAreFiled(FiledPremises premises) : ICaseChecks
{
    public string Name => "premises-are-filed";

    public Task<CheckAnswer> AnswerAsync(CheckQuestion question, CancellationToken cancel = default)
    {
        var (address, wrong) = Address.Read(question.Form.GetValueOrDefault("division", ""), question.Form.GetValueOrDefault("address", ""));
        return Task.FromResult(address is null ? CheckAnswer.Failed(wrong!)
            : premises.Contains(address) ? CheckAnswer.Passed("住所权属已备案，只需提供场地使用证明")
            : CheckAnswer.Failed("该住所的权属材料尚未备案，须由工作人员核对"));
    }
}
