using Xunit;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Conformance;

/// <summary>How tables come to be what the program expects, on each store.</summary>
public abstract class MigrationTests
{
    private static readonly Migration First = new("things", 1, "things", "-- a comment; with a semicolon\ncreate table thing(id text primary key);\ninsert into thing(id) values ('x;y');\n");
    private static readonly Migration Second = new("things", 2, "notes", "alter table thing add column note text;\ncreate index thing_note on thing(note);");
    private static readonly Migration Broken = new("things", 3, "broken", "create table half(id text);\ncreate table thing(id text);");

    protected abstract Task<Store> OpenAsync();

    private static Task<IReadOnlyList<Migration>> ApplyAsync(IDatabase database, params Migration[] migrations) =>
        MigrationRunner.ApplyAsync(database, migrations, TimeProvider.System);

    [Fact]
    public async Task Each_is_applied_once_in_order()
    {
        await using var store = await OpenAsync();
        Assert.Equal([First], await ApplyAsync(store.Database, First));
        Assert.Equal([Second], await ApplyAsync(store.Database, First, Second));
        Assert.Empty(await ApplyAsync(store.Database, First, Second));
        Assert.Equal("x;y", await store.Database.ReadAsync(s => s.FirstAsync("select id from thing where note is null", r => r.GetString(0))));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_apply_each_step_once()
    {
        await using var store = await OpenAsync();
        await using var other = store.OpenAgain();
        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => ApplyAsync(i % 2 == 0 ? store.Database : other, First, Second)));
        Assert.Equal(2, applied.Sum(a => a.Count));
    }

    [Fact]
    public async Task One_that_fails_leaves_the_database_as_it_was()
    {
        await using var store = await OpenAsync();
        await ApplyAsync(store.Database, First);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => ApplyAsync(store.Database, First, Second, Broken));
        Assert.Equal([Second], await ApplyAsync(store.Database, First, Second));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.Database.ReadAsync(s => s.FirstAsync("select count(*) from half", r => r.GetInt64(0))));
    }

    [Fact]
    public async Task An_edited_step_and_a_newer_database_are_refused_with_the_remedy()
    {
        await using var store = await OpenAsync();
        await ApplyAsync(store.Database, First, Second);
        var edited = await Assert.ThrowsAsync<InvalidOperationException>(() => ApplyAsync(store.Database, First with { Sql = First.Sql + " " }, Second));
        Assert.Contains("001_things of 'things'", edited.Message);
        var newer = await Assert.ThrowsAsync<InvalidOperationException>(() => ApplyAsync(store.Database, First));
        Assert.Contains("newer than this program", newer.Message);
        Assert.Empty(await ApplyAsync(store.Database, First with { Sql = First.Sql.Replace("\n", "\r\n", StringComparison.Ordinal) }, Second));
    }
}

public sealed class SqliteMigrationTests : MigrationTests
{
    protected override Task<Store> OpenAsync() => Sqlite.OpenAsync();
}

public sealed class PostgresMigrationTests(SharedCluster cluster) : MigrationTests
{
    protected override Task<Store> OpenAsync() => cluster.OpenAsync();
}
