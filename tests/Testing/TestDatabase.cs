using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Testing;

/// <summary>A fresh embedded store with the tables of the Kernel and of the given modules, in a folder that goes with it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TestFolder _folder;

    private TestDatabase(TestFolder folder, IDatabase database)
    {
        _folder = folder;
        Database = database;
    }

    public IDatabase Database { get; }

    /// <summary>The data folder of this store.</summary>
    public string DataDirectory => _folder.Path;

    public static async Task<TestDatabase> OpenAsync(params IModule[] modules)
    {
        var folder = new TestFolder();
        var database = Databases.Open(Databases.DefaultAddress, folder.Path);
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of(modules, database.Dialect), TimeProvider.System);
        return new(folder, database);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
