using Xunit;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

[assembly: AssemblyFixture(typeof(Zhuangjin.Conformance.SharedCluster))]

namespace Zhuangjin.Conformance;

/// <summary>One PostgreSQL cluster for all tests of the assembly; each test takes a database of its own.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    public async Task<Store> OpenAsync()
    {
        var folder = new TestFolder();
        var address = await Cluster.CreateDatabaseAsync();
        return new(Databases.Open(address, folder.Path), address, folder.Path, () =>
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        });
    }
}

public sealed class PostgresWriteTests(SharedCluster cluster) : WriteTests
{
    protected override Task<Store> OpenAsync() => cluster.OpenAsync();
}
