using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Revoking;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Certificates.Following;

/// <summary>Puts out of force what cases order so: a licence after a deregistration, a certificate whose grant was revoked. Seen twice it acts once.</summary>
internal sealed class VoidFollower(IServiceProvider services) : ILogFollower
{
    private const string CasePrefix = "case/";

    public string Name => "certificates.voids";

    public bool Wants(string type) => type == "cases.void-ordered";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        var order = await services.GetRequiredService<IVoidingOrders>().ReadAsync(happened.Stream[CasePrefix.Length..], happened.Sequence, cancel)
            ?? throw new InvalidOperationException($"The stream '{happened.Stream}' ordered a certificate out of force, but has no such order in the store.");
        await services.GetRequiredService<Revoker>().VoidAsync(order.Certificate, order.Reason, cancel);
    }
}
