using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.Names;

/// <summary>Puts a name into the register when its licence is issued, and takes it out when the licence is void.</summary>
internal sealed class NameFollower(IServiceProvider services, GrantedNames names) : ILogFollower
{
    private const string Licence = "business-licence";

    public string Name => "registration.names";

    public bool Wants(string type) => type is "certificates.issued" or "certificates.revoked";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (!happened.Facts.TryGetValue("certificate", out var id))
        {
            return;
        }
        if (happened.Type == "certificates.revoked")
        {
            await names.FreeAsync(id, happened.At, cancel);
            return;
        }
        if (happened.Facts.GetValueOrDefault("type") != Licence || await services.GetRequiredService<ICertificates>().FindAsync(id, cancel) is not { } licence)
        {
            return;
        }
        var name = licence.Fields.FirstOrDefault(f => f.Key == "enterprise_name")?.Value ?? licence.HolderName;
        await names.KeepAsync(id, name, happened.At, cancel);
        if (licence is { Revoked: true, RevokedAt: { } voided })
        {
            await names.FreeAsync(id, voided, cancel);
        }
    }
}
