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

    [Fact]
    public async Task When_the_flush_of_a_group_fails_nobody_in_it_is_told_of_success_and_the_writer_goes_on()
    {
        await using var store = await OpenAsync();
        await store.Database.WriteAsync(s => s.ExecuteAsync("create table parent(id text primary key); create table child(id text, parent text references parent(id) deferrable initially deferred)"));
        using var entered = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        var told = 0;
        // Holds the writer, so that all that follow come into one group.
        var holding = store.Database.WriteAsync(s =>
        {
            entered.Set();
            gate.Wait();
            return s.ExecuteAsync("insert into parent(id) values ('first')");
        });
        entered.Wait();
        var group = Enumerable.Range(0, 10).Select(i => store.Database.WriteAsync(s =>
        {
            s.AfterCommit(() => Interlocked.Increment(ref told));
            return s.ExecuteAsync("insert into child(id, parent) values ($1, $2)", $"c{i}", i == 7 ? "nobody" : "first");
        })).ToList();
        gate.Set();

        Assert.Equal(1, await holding);
        foreach (var caller in group)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => caller);
        }
        Assert.Equal(0, told);
        Assert.Equal(0, await store.Database.ReadAsync(s => s.FirstAsync("select count(*) from child", r => r.GetInt64(0))));
        Assert.Equal(1, await store.Database.WriteAsync(s => s.ExecuteAsync("insert into child(id, parent) values ('after', 'first')")));
    }

    [Fact]
    public async Task What_waits_when_the_store_closes_is_still_written()
    {
        var store = await OpenAsync();
        await store.Database.WriteAsync(s => s.ExecuteAsync("create table thing(id integer)"));
        var writes = Enumerable.Range(0, 200).Select(i => store.Database.WriteAsync(s => s.ExecuteAsync("insert into thing values ($1)", i))).ToList();
        await store.Database.DisposeAsync();
        Assert.All(await Task.WhenAll(writes), touched => Assert.Equal(1, touched));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Database.WriteAsync(s => s.ExecuteAsync("insert into thing values (0)")));
        await store.DisposeAsync();
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
