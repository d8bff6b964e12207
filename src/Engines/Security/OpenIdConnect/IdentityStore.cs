using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>Makes the store of tokens ready when the first program asks for one, so that a start and the pages pay nothing for it.</summary>
internal sealed class IdentityStore(IServiceProvider services, IDatabase records, ModuleSettings settings, ILogger<IdentityStore> log) : IDisposable
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

    private async Task MakeTablesAsync()
    {
        if (settings.Dialect == Dialect.Postgres)
        {
            await MigrationRunner.ApplyAsync(records, Tables(Dialect.Postgres), TimeProvider.System);
            return;
        }
        await using var file = Databases.Open(FileAddress, settings.DataDirectory);
        await MigrationRunner.ApplyAsync(file, Tables(Dialect.Sqlite), TimeProvider.System);
    }

    private async Task PruneAsync(IServiceProvider scope)
    {
        var before = TimeProvider.System.GetUtcNow() - KeepEnded;
        var tokens = await scope.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before);
        var authorizations = await scope.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before);
        log.LogDebug("Removed {Tokens} tokens and {Authorizations} authorizations that had ended before {Before}.", tokens, authorizations, before);
    }

    /// <summary>Numbered apart from the engine's own tables, because on the embedded store they are in another file.</summary>
    private static IReadOnlyList<Migration> Tables(Dialect dialect)
    {
        var assembly = typeof(IdentityStore).Assembly;
        var marker = $".Tables.{dialect}.";
        return [.. from resource in assembly.GetManifestResourceNames()
                   let name = resource.Replace('/', '.')
                   let at = name.IndexOf(marker, StringComparison.Ordinal)
                   where at >= 0
                   let file = name[(at + marker.Length)..^".sql".Length]
                   orderby file
                   select new Migration("identity", int.Parse(file.AsSpan(0, 3)), file[4..], Text(assembly, resource))];
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
