using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Certificates.Following;

/// <summary>Makes the certificates that granted cases order. The event's place in its case is the order's id, so an event that comes twice makes one certificate.</summary>
/// <remarks>The order is asked for when an event comes, not at the start: who answers follows the log, too.</remarks>
internal sealed class OrderFollower(IServiceProvider services) : ILogFollower
{
    private const string CasePrefix = "case/";

    public string Name => "certificates.orders";

    public bool Wants(string type) => type == "cases.issue-ordered";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The order in stream '{happened.Stream}' is of no case.");
        }
        var caseId = happened.Stream[CasePrefix.Length..];
        // Thrown, not passed over: a certificate that somebody waits for must not get lost in silence.
        var order = await services.GetRequiredService<ICertificateOrders>().ReadAsync(caseId, cancel)
            ?? throw new InvalidOperationException($"Case {caseId} ordered a certificate in the log, but has no order in the store.");
        var orderId = string.Create(CultureInfo.InvariantCulture, $"{happened.Stream}/{happened.Sequence}");
        await services.GetRequiredService<ICertificates>().IssueAsync(order, orderId, cancel);
    }
}
