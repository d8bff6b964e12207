using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;

namespace Zhuangjin.Scenarios.BusinessExit.Registry;

/// <summary>Is the licence that the application names in force, and the applicant's own?</summary>
internal sealed class LicenceInForce(IServiceProvider services) : ICaseChecks
{
    public string Name => "licence-in-force";

    public async Task<CheckAnswer> AnswerAsync(CheckQuestion question, CancellationToken cancel = default)
    {
        var certificates = (ICertificates)services.GetService(typeof(ICertificates))!;
        var check = await certificates.CheckAsync(question.Form.GetValueOrDefault("licence_no", ""), shownDigest: null, cancel);
        return check switch
        {
            { Answer: CertificateAnswer.Valid, Certificate: { } held } when held.HolderPartyId == question.Applicant.Id => CheckAnswer.Passed("电子营业执照在有效状态"),
            { Answer: CertificateAnswer.Valid } => CheckAnswer.Failed("该执照不属于申请人"),
            { Answer: CertificateAnswer.Unknown } => CheckAnswer.Unavailable("未查到电子营业执照，请核对纸质执照"),
            { Answer: CertificateAnswer.Revoked } => CheckAnswer.Failed("该执照已作废"),
            { Answer: CertificateAnswer.Expired } => CheckAnswer.Failed("该执照已过期"),
            _ => CheckAnswer.Failed("该执照记录异常"),
        };
    }
}

/// <summary>Would the enterprise have rested more than three years in all?</summary>
internal sealed class DormancyInAll(ExitRegister register) : ICaseChecks
{
    public string Name => "dormancy-in-all";

    public async Task<CheckAnswer> AnswerAsync(CheckQuestion question, CancellationToken cancel = default)
    {
        if (!question.Form.TryGetValue("since", out var since) || !question.Form.TryGetValue("until", out var until))
        {
            return CheckAnswer.Unavailable("歇业起止日期不全");
        }
        var last = await register.LastDayAsync(question.Applicant.Code, ExitRegister.Day(since), cancel);
        var day = last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return ExitRegister.Day(until) <= last
            ? CheckAnswer.Passed($"最迟可歇业至 {day}")
            : CheckAnswer.Failed($"历次歇业累计不得超过三年，本次最迟可歇业至 {day}");
    }
}
