using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Conformance;

/// <summary>A store under test, fresh for each test.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly Func<ValueTask> _end;

    public Store(IDatabase database, string address, string folder, Func<ValueTask> end)
    {
        Database = database;
        Address = address;
        Folder = folder;
        _end = end;
    }

    public IDatabase Database { get; }

    public string Address { get; }

    public string Folder { get; }

    public IDatabase OpenAgain() => Databases.Open(Address, Folder);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _end();
    }
}
