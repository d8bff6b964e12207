using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Deposits.Api;

/// <summary>How many deposits a program may make on this node, so that one that runs wild does not crowd out the others.</summary>
internal sealed class DepositRate(DepositRules rules) : IDisposable
{
    private const int PeriodsPerMinute = 60;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1) / PeriodsPerMinute;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(program => RateLimitPartition.GetTokenBucketLimiter(
        program,
        _ => new() { TokenLimit = rules.AtOnce, TokensPerPeriod = Math.Max(1, rules.PerMinute / PeriodsPerMinute), ReplenishmentPeriod = Period, QueueLimit = 0, AutoReplenishment = true }));

    public bool Allows(Depositor by, int deposits)
    {
        using var lease = _limiter.AttemptAcquire(by.ProgramId, Math.Min(deposits, rules.AtOnce));
        return lease.IsAcquired;
    }

    /// <summary>The host words the answer; a program that waits and repeats loses nothing.</summary>
    public static IResult Refuse(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }

    public void Dispose() => _limiter.Dispose();
}
