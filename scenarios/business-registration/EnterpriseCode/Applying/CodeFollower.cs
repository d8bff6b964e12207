using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Register;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.EnterpriseCode.Applying;

/// <summary>Keeps the codes in step with cases and certificates, and sends what waited for the licence. An event that comes twice changes nothing more.</summary>
internal sealed class CodeFollower(IServiceProvider services, CodeRegister register) : ILogFollower
{
    private const string CasePrefix = "case/";
    private const string Founding = "business-registration";
    private const string Licence = "business-licence";

    public string Name => "registration.codes";

    public bool Wants(string type) => type is "cases.submitted" or "cases.refused" or "cases.acceptance-refused" or "cases.withdrawn" or "certificates.issued";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (happened.Type == "certificates.issued")
        {
            await IssuedAsync(happened, cancel);
            return;
        }
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal)
            || await services.GetRequiredService<ICaseOccurrences>().ReadAsync(happened.Stream[CasePrefix.Length..], happened.Sequence, cancel) is not { State: var state })
        {
            return;
        }
        switch (state.MatterKey)
        {
            case Founding when happened.Type == "cases.submitted":
                await register.KeepAsync(new(state.Id, state.Applicant.Id, state.Form["enterprise_name"], state.Form["division"], state.Form["address"], null, null, state.SubmittedAt), cancel);
                break;
            case PermitList.Matter when happened.Type == "cases.submitted":
                await register.BeginAsync(PermitApplications.Begun(state), cancel);
                break;
            case PermitList.Matter:
                await register.EndAsync(state.Id, happened.Type == "cases.withdrawn" ? "withdrawn" : "refused", cancel);
                break;
            default:
                break;
        }
    }

    private async Task IssuedAsync(SealedEvent happened, CancellationToken cancel)
    {
        var (type, caseId) = (happened.Facts.GetValueOrDefault("type"), happened.Facts.GetValueOrDefault("case", ""));
        if (type == PermitList.Matter)
        {
            await register.CertifyAsync(caseId, happened.Facts["certificate"], cancel);
        }
        else if (type == Licence && caseId.Length == 0)
        {
            await AdoptAsync(happened.Facts["certificate"], cancel);
        }
        else if (type == Licence && await register.FindAsync(caseId, cancel) is not null)
        {
            await register.LicenseAsync(caseId, happened.Facts["certificate"], happened.Facts["number"], cancel);
            await SendWaitingAsync((await register.FindAsync(caseId, cancel))!, cancel);
        }
    }

    /// <summary>A licence from the books of before the platform has its code, too; it stands in for the founding.</summary>
    private async Task AdoptAsync(string licenceId, CancellationToken cancel)
    {
        if (await services.GetRequiredService<ICertificates>().FindAsync(licenceId, cancel) is not { } licence)
        {
            return;
        }
        var fields = licence.Fields.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        var division = services.GetRequiredService<IOrganisations>().Find(licence.IssuerOrganisationId)?.Division ?? "";
        await register.KeepAsync(new(licence.Id, licence.HolderPartyId, fields.GetValueOrDefault("enterprise_name", licence.HolderName), division, fields.GetValueOrDefault("address", ""), licence.Id, licence.Number, ChinaTime.At(licence.IssuedOn, default)), cancel);
    }

    private async Task SendWaitingAsync(Enterprise enterprise, CancellationToken cancel)
    {
        foreach (var waiting in (await register.PermitsAsync(enterprise.FoundingCase, cancel)).Where(p => p.CaseId is null && p.HeldBecause is null))
        {
            if (await services.GetRequiredService<IPeople>().ActorAsync(waiting.ByPerson, cancel) is not { } applicant)
            {
                await register.HoldAsync(waiting.Id, "registration.code.held.no-account", cancel);
                continue;
            }
            try
            {
                await services.GetRequiredService<PermitApplications>().SendAsync(applicant, enterprise, waiting.Key, waiting.Statement, cancel);
            }
            catch (Exception refusal) when (refusal is InvalidInputException or DeniedException)
            {
                // The applicant is told on his page and applies himself; the log goes on for everybody else.
                await register.HoldAsync(waiting.Id, "registration.code.held.refused", cancel);
            }
        }
    }
}
