using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Web.Host;

/// <summary>Runs before any other service and before the first request: tables, start-ups, demo data. A failure stops the start.</summary>
internal sealed class Preparation(IServiceProvider services, NodeOptions options, IDatabase database, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of(Plugged.Modules, database.Dialect), time, cancellationToken);
        await StartUpRunner.RunAsync(services, cancellationToken);
        if (options.Demo)
        {
            await using var scope = services.CreateAsyncScope();
            foreach (var data in scope.ServiceProvider.GetServices<IDemoData>().OrderBy(d => d.Order))
            {
                await data.SeedAsync(scope.ServiceProvider, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
