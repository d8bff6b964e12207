using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>Makes the store of tokens ready when the first program asks for one, so that a start and the pages pay nothing for it.</summary>
internal sealed class IdentityStore(IServiceProvider services, ModuleSettings settings, ILogger<IdentityStore> log) : IDisposable
{
    /// <summary>Tokens and authorizations that have ended are kept this long, so that a replayed code is still recognised.</summary>
    private static readonly TimeSpan KeepEnded = TimeSpan.FromDays(14);

    private const string FileAddress = "sqlite:identity.db";

    private readonly SemaphoreSlim _first = new(1);
    private volatile bool _ready;

    public static void Configure(ModuleSettings settings, DbContextOptionsBuilder options)
    {
        if (settings.Dialect == Dialect.Sqlite)
        {
            options.UseSqlite($"Data Source={Path.Combine(settings.DataDirectory, FileAddress["sqlite:".Length..])}");
        }
        else
        {
            options.UseNpgsql(Databases.PostgresConnectionText(settings.ConnectionText));
        }
    }

    public async ValueTask PrepareAsync()
    {
        if (_ready)
        {
            return;
        }
        await _first.WaitAsync();
        try
        {
            if (!_ready)
            {
                await MakeTablesAsync();
                await using var scope = services.CreateAsyncScope();
                await PruneAsync(scope.ServiceProvider);
                if (settings.Demo)
                {
                    await DemoClients.RegisterAsync(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>());
                }
                _ready = true;
            }
        }
        finally
        {
            _first.Release();
        }
    }

    public void Dispose() => _first.Dispose();

    // On PostgreSQL the tables came with the engine's own migrations.
    private async Task MakeTablesAsync()
    {
        if (settings.Dialect == Dialect.Sqlite)
        {
            await using var database = Databases.Open(FileAddress, settings.DataDirectory);
            await MigrationRunner.ApplyAsync(database, [IdentityMigration()], TimeProvider.System);
        }
    }

    private async Task PruneAsync(IServiceProvider scope)
    {
        var before = TimeProvider.System.GetUtcNow() - KeepEnded;
        var tokens = await scope.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before);
        var authorizations = await scope.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before);
        log.LogDebug("Removed {Tokens} tokens and {Authorizations} authorizations that had ended before {Before}.", tokens, authorizations, before);
    }

    private static Migration IdentityMigration()
    {
        var assembly = typeof(IdentityStore).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.Replace('/', '.').EndsWith("Tables.Sqlite.001_openid.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return new("identity", 1, "openid", reader.ReadToEnd());
    }
}
