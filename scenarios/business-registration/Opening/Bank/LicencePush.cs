using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;

/// <summary>As soon as a licence is there, it goes to the bank that the founder chose; the case is the key by which the bank knows a repetition.</summary>
internal sealed class LicencePush(IServiceProvider services, OpeningRegister register) : ILogFollower
{
    private const string CasePrefix = "case/";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => "registration.bank";

    public bool Wants(string type) => type == "cases.certificate-attached";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal)
            || await services.GetRequiredService<ICaseOccurrences>().ReadAsync(happened.Stream[CasePrefix.Length..], happened.Sequence, cancel) is not { State: { MatterKey: "business-registration", CertificateId: { } licence } state }
            || !state.Items.TryGetValue("bank", out var item)
            || services.GetRequiredService<IOrganisations>().All.FirstOrDefault(o => o.Id == item.OrganisationId) is not { Function: { } bank }
            || !BankConnection.Names.Contains(bank))
        {
            return;
        }
        var (name, number) = (state.Form["enterprise_name"], state.CertificateNumber ?? "");
        await register.KeepAsync(new(state.Id, state.Applicant.Id, name, number, state.HomePath, bank, item.OrganisationPath, happened.At, null, null), cancel);
        var body = JsonSerializer.Serialize(
            new
            {
                type = "business-licence.issued",
                timestamp = happened.At,
                data = new
                {
                    request = state.Id,
                    enterprise = name,
                    licence = number,
                    scope = state.Form.GetValueOrDefault("scope", ""),
                    capital = state.Form.GetValueOrDefault("capital", ""),
                    address = state.Form.GetValueOrDefault("address", ""),
                    check = new Uri(services.GetRequiredService<ModuleSettings>().PublicAddress, "/enterprise-codes/" + licence),
                },
            },
            Json);
        await services.GetRequiredService<IPosts>().PutAsync(bank, state.Id, body, cancel);
    }
}
