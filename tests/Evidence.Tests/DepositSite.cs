using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Testing;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The engine behind a web server, with two departments whose programs bear their department as a token; sealing runs only when the test wants it.</summary>
internal sealed class DepositSite : IAsyncDisposable
{
    public const string Land = "01land";
    public const string Fire = "01fire";

    private readonly TestFolder _folder = new();
    private readonly WebApplication _app;

    private DepositSite(DepositRules rules, bool sealing, string? address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Databases.Open(address ?? Databases.DefaultAddress, _folder.Path));
        builder.Services.AddSingleton<IKeyVault, FixedKeys>();
        builder.Services.AddSingleton<IDepositors, Depositors>();
        builder.Services.AddSingleton(rules);
        builder.Services.AddSingleton(new PhraseBook([typeof(EvidenceModule).Assembly]));
        builder.Services.AddScoped(s => s.GetRequiredService<PhraseBook>().In("zh"));
        var module = new EvidenceModule();
        module.AddServices(builder.Services, new(_folder.Path, address is null ? Dialect.Sqlite : Dialect.Postgres, address ?? Databases.DefaultAddress, Demo: false, new("https://data.example.gov.cn")));
        if (!sealing)
        {
            foreach (var hosted in builder.Services.Where(s => s.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService) && s.ImplementationType?.Name == "SealingService").ToList())
            {
                builder.Services.Remove(hosted);
            }
        }
        _app = builder.Build();
        _app.Use(AnswerFaultsAsync);
        module.MapEndpoints(_app);
    }

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public IDatabase Database => Services.GetRequiredService<IDatabase>();

    public IDeposits Deposits => Services.GetRequiredService<IDeposits>();

    public static async Task<DepositSite> StartAsync(DepositRules? rules = null, bool sealing = true, string? address = null)
    {
        var site = new DepositSite(rules ?? DepositRules.Default, sealing, address);
        await MigrationRunner.ApplyAsync(site.Database, MigrationRunner.Of([new EvidenceModule()], site.Database.Dialect), TimeProvider.System);
        foreach (var start in site.Services.GetServices<IStartUp>().OrderBy(s => s.Order))
        {
            await start.StartAsync(default);
        }
        await site._app.StartAsync();
        site.Client = new HttpClient { BaseAddress = new(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
        return site;
    }

    /// <summary>Posts as the program of a department, and returns the status and the answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, object body, string? department = Land, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (department is not null)
        {
            request.Headers.Authorization = new("Bearer", department);
        }
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>Waits until the deposit is in the log.</summary>
    public async Task<DepositReceipt> SealedAsync(string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (await Deposits.ReceiptAsync(id, patience.Token) is { Proof.State: DepositProof.Sealed } receipt)
            {
                return receipt;
            }
            await Task.Delay(10, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await Database.DisposeAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What the host does with refusals.</summary>
    private static async Task AnswerFaultsAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (RefusalException refusal)
        {
            http.Response.StatusCode = refusal switch { InvalidInputException => 422, DeniedException => 403, NotFoundException => 404, _ => 409 };
            await http.Response.WriteAsJsonAsync(new { faults = refusal.Faults.Select(f => new { f.Field, f.Code, f.Args }) });
        }
    }

    private sealed class Depositors : IDepositors
    {
        public ValueTask<Depositor> RequireAsync(HttpContext http, string? department) =>
            DepartmentOf(http) is { } own
                ? ValueTask.FromResult(new Depositor("program-of-" + own, own))
                : throw new DeniedException("evidence.deposit.fault.not-a-depositor");

        public ValueTask<IReadOnlyList<DepositDepartment>> OwnAsync(HttpContext http) =>
            ValueTask.FromResult<IReadOnlyList<DepositDepartment>>(DepartmentOf(http) is { } own ? [Department(own)!] : []);

        private static string? DepartmentOf(HttpContext http) => http.Request.Headers.Authorization.ToString() is { Length: > 7 } bearer ? bearer["Bearer ".Length..] : null;

        public DepositDepartment? Department(string organisationId) => organisationId switch
        {
            Land => new(Land, new LocalText("市自然资源局", "Natural Resources Bureau"), "natural-resources"),
            Fire => new(Fire, new LocalText("消防验收科", "Fire Acceptance Office"), "fire-review"),
            _ => null,
        };
    }
}
