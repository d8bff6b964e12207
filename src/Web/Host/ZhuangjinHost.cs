using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Page;
using Zhuangjin.Ui.Texts;
using Zhuangjin.Web.Demo;
using Zhuangjin.Web.Health;
using Zhuangjin.Web.Home;
using Zhuangjin.Web.Keys;

namespace Zhuangjin.Web.Host;

/// <summary>Puts the whole program together: the modules of <see cref="Plugged"/> behind one web server.</summary>
public static class ZhuangjinHost
{
    /// <summary>Most bytes of one request. Larger than the largest upload, so that an upload that is too large can still be told at its field.</summary>
    public const long MaxRequestBytes = 64L * 1024 * 1024;

    /// <summary>Builds a node. <see cref="WebApplication.StartAsync"/> then brings the tables up to date, runs the start-ups, seeds a demo, and listens, in this order.</summary>
    public static WebApplication Build(NodeOptions options)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        // Nobody edits settings files under a running node, and watching for it costs start-up time.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"], ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MaxRequestBytes;
            if (options.Everywhere)
            {
                server.ListenAnyIP(options.Port);
            }
            else
            {
                server.ListenLocalhost(options.Port);
            }
        });
        // Of a failed start the caller tells; that keys stand unencrypted in the store is known (the store holds everything else too).
        builder.Logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        AddPlatform(builder.Services, options);
        Telemetry.Add(builder);

        var settings = new ModuleSettings(data, Databases.DialectOf(options.DatabaseAddress), options.DatabaseAddress, options.Demo, options.Address);
        builder.Services.AddSingleton(settings);
        builder.Services.AddKernel(settings);
        var running = new RunningModules(Plugged.Running(options.Scenarios ?? RunningModules.Setting(builder.Configuration)));
        builder.Services.AddSingleton(running);
        foreach (var module in running.All)
        {
            module.AddServices(builder.Services, settings);
        }
        foreach (var scenario in running.All.OfType<IScenario>())
        {
            builder.Services.AddSingleton(new PackFolder(scenario.GetType().Assembly, scenario.Folder));
        }
        Plugged.AddPorts(builder.Services);
        builder.Services.AddDemo(options);

        var app = builder.Build();
        Pipeline.Use(app);
        return app;
    }

    private static void AddPlatform(IServiceCollection services, NodeOptions options)
    {
        var time = new MovableTime(options.Clock);
        services.AddSingleton(options);
        services.AddSingleton(time);
        services.AddSingleton<TimeProvider>(time);
        services.AddHostedService<Preparation>();

        var assemblies = Plugged.Modules.Select(m => m.Texts).Append(typeof(Phrases).Assembly).Append(typeof(MovableTime).Assembly).Append(typeof(ZhuangjinHost).Assembly).Distinct().ToList();
        services.AddSingleton(_ => new PhraseBook(assemblies));
        services.AddSingleton(_ => new SiteAssets(assemblies));
        services.AddScoped<PageContext>();
        services.AddScoped<RequestLanguage>();
        services.AddScoped(provider => provider.GetRequiredService<PhraseBook>().In(provider.GetRequiredService<RequestLanguage>().Value));

        services.AddRazorComponents();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddHttpContextAccessor();
        services.AddRateLimiter(_ => { });
        services.AddAuthentication();
        services.AddAuthorization();
        services.AddAntiforgery(forgery =>
        {
            forgery.FormFieldName = "_token";
            forgery.HeaderName = "X-Form-Token";
            forgery.Cookie.Name = "zj-form";
            forgery.Cookie.SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Strict;
            forgery.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = MaxRequestBytes);
        services.Configure<JsonOptions>(json => json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.AddOpenApi("v1", ApiDescription.Describe);
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
        services.AddSharedKeys();
        services.AddEntrances();
    }
}
