using Xunit;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Conformance;

public sealed class SqliteWriteTests : WriteTests
{
    protected override Task<Store> OpenAsync() => Sqlite.OpenAsync();

    [Fact]
    public async Task Work_that_waits_for_something_else_fails_at_once_and_holds_nobody_up()
    {
        await using var store = await OpenAsync();
        await store.Database.WriteAsync(async s => await s.ExecuteAsync("create table thing(id text)"));
        var never = new TaskCompletionSource();
        var waiting = store.Database.WriteAsync(async s =>
        {
            await s.ExecuteAsync("insert into thing values ('strayed')");
            await never.Task;
            return await s.ExecuteAsync("insert into thing values ('strayed')");
        });
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
        Assert.Contains("waited for something else", fault.Message);
        never.SetResult();
        Assert.Equal(0, await store.Database.ReadAsync(async s => await s.FirstAsync("select count(*) from thing", r => r.GetInt64(0))));
    }
}

internal static class Sqlite
{
    public static Task<Store> OpenAsync()
    {
        var folder = new TestFolder();
        return Task.FromResult(new Store(Databases.Open("sqlite:test.db", folder.Path), "sqlite:test.db", folder.Path, () =>
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }));
    }
}
