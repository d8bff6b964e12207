using Xunit;
using Zhuangjin.Testing;

[assembly: AssemblyFixture(typeof(Zhuangjin.DataSharing.Tests.SharedCluster))]

namespace Zhuangjin.DataSharing.Tests;

/// <summary>One PostgreSQL cluster for all tests of the assembly; each test takes a database of its own.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
