using Microsoft.Extensions.Diagnostics.HealthChecks;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Deposits;

/// <summary>Tells operators of deposits that are not in the log though it was promised. The node still serves: degraded, not dead.</summary>
internal sealed class PromiseCheck(IDeposits deposits) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await deposits.OverdueAsync(cancellationToken) is > 0 and var overdue
            ? HealthCheckResult.Degraded($"{overdue} deposits are not in the log although their promised time has passed.")
            : HealthCheckResult.Healthy("Every deposit is in the log by its promised time.");
}
