using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>How often an address may ask for tokens: 60 times in a minute on each node, so that nobody guesses a program's secret. A token lasts an hour, so honest programs never notice.</summary>
internal static class TokenRate
{
    public const string Policy = "security.tokens";

    private const int MostInWindow = 60;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static void AddTokenRate(this IServiceCollection services) => services.Configure<RateLimiterOptions>(options =>
        options.AddPolicy(Policy, new PolicyOf()));

    private sealed class PolicyOf : IRateLimiterPolicy<string>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask>? OnRejected => async (rejected, cancel) =>
        {
            var response = rejected.HttpContext.Response;
            response.StatusCode = StatusCodes.Status429TooManyRequests;
            response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString();
            // The form in which a token endpoint tells its errors (RFC 6749, 5.2).
            await response.WriteAsJsonAsync(new { error = "slow_down", error_description = "Too many requests for tokens from this address. Keep a token until it expires." }, cancel);
        };

        public RateLimitPartition<string> GetPartition(HttpContext http) => RateLimitPartition.GetSlidingWindowLimiter(
            http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new() { PermitLimit = MostInWindow, Window = Window, SegmentsPerWindow = 6, QueueLimit = 0 });
    }
}
