using Xunit;

namespace Zhuangjin.Conformance;

public sealed class LockTests(SharedCluster cluster)
{
    [Fact]
    public async Task A_holder_whose_connection_dies_is_told_and_another_node_takes_over()
    {
        await using var store = await cluster.OpenAsync();
        await using var other = store.OpenAgain();
        await using var mine = (await store.Database.TryLockAsync("sequencer"))!;
        Assert.False(mine.Lost.IsCancellationRequested);
        var told = new TaskCompletionSource();
        await using var registered = mine.Lost.Register(told.SetResult);

        await other.WriteAsync(s => s.ExecuteAsync("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
        await told.Task;

        await using var theirs = await other.TryLockAsync("sequencer");
        Assert.NotNull(theirs);
        Assert.False(theirs.Lost.IsCancellationRequested);
    }
}
