using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;
using Zhuangjin.Web.Demo;
using Zhuangjin.Web.Faults;
using Zhuangjin.Web.Health;
using Zhuangjin.Web.Home;

namespace Zhuangjin.Web.Host;

/// <summary>What a request passes through, in order, and where it ends.</summary>
internal static class Pipeline
{
    public static void Use(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<AssetFiles>();
        app.UseResponseCompression();
        app.UseMiddleware<RequestLanguageReader>();
        app.UseMiddleware<FaultAnswers>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<PageContextFiller>();
        app.UseMiddleware<FormTokens>();
        app.UseAntiforgery();
        app.UseAuthorization();

        HealthEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/api", scalar => scalar.WithTitle("壮锦 Zhuangjin API").WithOpenApiRoutePattern("/openapi/v1.json").DisableDefaultFonts());
        app.MapGet("/", HomeEndpoint.Answer);
        DemoEndpoints.Map(app);
        foreach (var module in app.Services.GetRequiredService<RunningModules>().All)
        {
            module.MapEndpoints(app);
        }
    }

    /// <summary>True for addresses that programs call: faults are told there as problem+json.</summary>
    public static bool IsApi(HttpRequest request) =>
        request.Path.StartsWithSegments("/api/v1") || request.Path.StartsWithSegments("/connect") || request.Path.StartsWithSegments("/health") || request.Path.StartsWithSegments("/openapi");
}
