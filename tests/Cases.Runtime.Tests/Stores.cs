using Xunit;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Testing;

[assembly: AssemblyFixture(typeof(Zhuangjin.Cases.Runtime.Tests.SharedCluster))]

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>One PostgreSQL cluster for all tests of the assembly.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>A town with its offices and people on a fresh store.</summary>
internal sealed class Town(TestFolder folder, string address, CasesNode node) : IAsyncDisposable
{
    public CasesNode Node => node;

    public string Address => address;

    public string Folder => folder.Path;

    public static async Task<Town> OpenAsync(string address)
    {
        var folder = new TestFolder();
        var node = await CasesNode.StartAsync(address, folder.Path);
        await node.PeopleAsync();
        return new(folder, address, node);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        folder.Dispose();
    }
}
