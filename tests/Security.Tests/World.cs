using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zhuangjin.Evidence;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Testing;

namespace Zhuangjin.Security.Tests;

/// <summary>The demo's Guangxi on a real store with the real log.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services;

    private World()
    {
        var settings = new ModuleSettings(_folder.Path, Dialect.Sqlite, Databases.DefaultAddress, true, new("https://zhuangjin.example"));
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(settings);
        services.AddKernel(settings);
        new EvidenceModule().AddServices(services, settings);
        new SecurityModule().AddServices(services, settings);
        _services = services.BuildServiceProvider();
    }

    public MovableTime Time => Get<MovableTime>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<World> OpenAsync()
    {
        var world = new World();
        var database = world.Get<IDatabase>();
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of([new EvidenceModule(), new SecurityModule()], database.Dialect), TimeProvider.System);
        await StartUpRunner.RunAsync(world._services);
        world.Time.ShiftTo(ChinaTime.At(new(2022, 8, 16), new(9, 0)));
        foreach (var data in world._services.GetServices<IDemoData>())
        {
            await data.SeedAsync(world._services, default);
        }
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
