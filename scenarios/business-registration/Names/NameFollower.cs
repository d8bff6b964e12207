using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Lets a name stand by its licence when that is issued, frees it when the licence is void, and lets go what was kept for an application that ended without one.</summary>
internal sealed class NameFollower(IServiceProvider services, GrantedNames granted, KeptNames kept) : ILogFollower
{
    private const string Licence = "business-licence";

    public string Name => "registration.names";

    public bool Wants(string type) => type is "certificates.issued" or "certificates.revoked" or "cases.refused" or "cases.acceptance-refused" or "cases.withdrawn";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (happened.Type.StartsWith("cases.", StringComparison.Ordinal))
        {
            // For a case of another matter nothing is kept, and nothing happens.
            await kept.ReleaseAsync(happened.Stream["case/".Length..], cancel);
            return;
        }
        if (!happened.Facts.TryGetValue("certificate", out var id))
        {
            return;
        }
        if (happened.Type == "certificates.revoked")
        {
            await granted.FreeAsync(id, happened.At, cancel);
            return;
        }
        if (happened.Facts.GetValueOrDefault("type") != Licence || await services.GetRequiredService<ICertificates>().FindAsync(id, cancel) is not { } licence)
        {
            return;
        }
        var name = licence.Fields.FirstOrDefault(f => f.Key == "enterprise_name")?.Value ?? licence.HolderName;
        await granted.KeepAsync(id, name, licence.SourceCaseId, happened.At, cancel);
        if (licence is { Revoked: true, RevokedAt: { } voided })
        {
            await granted.FreeAsync(id, voided, cancel);
        }
    }
}
