using Microsoft.Extensions.Diagnostics.HealthChecks;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Web.Health;

/// <summary>Ready only while the store answers.</summary>
internal sealed class DatabaseCheck(IDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await database.ReadAsync(session => session.FirstAsync("select 1", row => row.GetInt32(0)), cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
