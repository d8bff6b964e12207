using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Page;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Tests;

/// <summary>The engine's pages behind a real server with the site's content policy, over <see cref="StandIn"/>, and a real browser before it.</summary>
public sealed class Site : IAsyncLifetime
{
    private WebApplication _app = null!;
    private IPlaywright _playwright = null!;

    public string Address { get; private set; } = "";

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        Add(builder.Services);
        _app = builder.Build();
        _app.Use(ServeAsync);
        _app.MapPages();
        await _app.StartAsync();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await _app.DisposeAsync();
    }

    private static void Add(IServiceCollection services)
    {
        var time = new MovableTime(TimeProvider.System);
        time.ShiftTo(Example.Now);
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(WorkCalendar.Shipped);
        System.Reflection.Assembly[] assemblies = [typeof(CasesModule).Assembly, typeof(Phrases).Assembly, typeof(WorkCalendar).Assembly];
        var book = new PhraseBook(assemblies);
        services.AddSingleton(new SiteAssets(assemblies));
        services.AddHttpContextAccessor();
        services.AddScoped(p => book.In(Request(p).Query["lang"].ToString()));
        services.AddScoped(p => new PageContext
        {
            Now = Example.Now,
            Demo = true,
            UserName = "周敏",
            Address = Request(p).Path + Request(p).QueryString.ToString(),
            Navigation = [.. new CasesModule().Navigation],
            AntiforgeryTokens = () => ("_token", "-"),
        });
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        var engine = new StandIn();
        services.AddSingleton<IMatters>(engine);
        services.AddSingleton<ICases>(engine);
        services.AddSingleton<IDrafts>(engine);
        services.AddSingleton<IWorklists>(engine);
        services.AddSingleton<ICaseSearch>(engine);
        services.AddSingleton<IBatches>(engine);
        services.AddSingleton<ISavedFilters>(engine);
        services.AddSingleton<IColleagues>(engine);
        services.AddSingleton<IWorkExports>(engine);
        // Pages that are not looked at here; their endpoints are mapped all the same.
        services.AddSingleton<IAnnouncements>(_ => throw new NotSupportedException());
        services.AddSingleton<IAccess>(engine);
        services.AddSingleton<IOrganisations>(engine);
        services.AddSingleton<IHeldCertificates>(engine);
        services.AddSingleton<IProofs>(engine);
        services.AddSingleton<IEvidenceCertificates>(engine);
        services.AddSingleton<IMaterials>(engine);
        services.AddSingleton<IPrefillSource>(engine);
        services.AddPages();
        var library = new Publishing.MatterLibrary(null!);
        library.Keep(Definitions.CompiledMatter.Of(Example.Matter));
        services.AddSingleton(library);
    }

    private static HttpRequest Request(IServiceProvider services) => services.GetRequiredService<IHttpContextAccessor>().HttpContext!.Request;

    private static async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.RequestServices.GetRequiredService<SiteAssets>().Find(http.Request.Path.Value![1..]) is { } asset)
        {
            http.Response.ContentType = asset.ContentType;
            await http.Response.Body.WriteAsync(asset.Bytes);
            return;
        }
        http.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'";
        await next(http);
    }
}
