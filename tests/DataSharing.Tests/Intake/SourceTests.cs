using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.DataSharing.Intake.Sources;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests.Intake;

/// <summary>The police's own database, from which the pool takes persons: real PostgreSQL, real SQLite.</summary>
public sealed class SourceTests(SharedCluster cluster)
{
    /// <summary>A name that would do harm were it ever pasted into a statement.</summary>
    private const string Table = "人口\"; drop table kept; --";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_is_taken_in_full_then_by_increment_and_deleted_rows_leave_by_a_full_compare()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.DescribeAsync();
        var address = await cluster.Cluster.CreateDatabaseAsync();
        await using var theirs = new NpgsqlConnection(cluster.Cluster.ConnectionText(address));
        await theirs.OpenAsync(Cancel);
        await RunAsync(theirs, $"create table kept (n int); create table {Quoted} (code text primary key, name text, born date, division int, changed timestamptz)");
        await RunAsync(theirs, $"insert into {Quoted} select 'X' || n, case when n = 9 then null else '示例\"' || n end, date '1990-01-01' + n, 450202, timestamptz '2022-08-01 00:00:00+08' + n * interval '1 minute' from generate_series(1, 60) n");
        var (operatorOf, desk) = (pool.Of("city", Roles.PoolOperator), pool.Get<SourceDesk>());
        await desk.SaveAsync(operatorOf, Source(new NpgsqlConnectionStringBuilder(theirs.ConnectionString), "changed"), Cancel);
        var sealedText = await pool.Database.ReadAsync(s => s.FirstAsync("select connection from sharing_intake_source", r => r.GetString(0)), Cancel);
        Assert.DoesNotContain("zhuangjin", sealedText, StringComparison.Ordinal);

        var first = await TakeAsync(pool, PullRequest.Increment, 1);
        Assert.Equal((IntakeState.Done, IntakeMode.Full, 59, 1, 1), (first.State, first.Mode, first.Kept, first.Quarantined, first.Version));
        Assert.Equal(["示例\"1 1990-01-02 450202"], await pool.AskAsync("SELECT concat_ws(' ', name, CAST(born_on AS VARCHAR), division) FROM {data} WHERE id_no = 'X1'"));

        await RunAsync(theirs, $"update {Quoted} set name = '示例壬', changed = '2022-08-02' where code = 'X9'; update {Quoted} set name = '改名', changed = '2022-08-02' where code = 'X1'; insert into {Quoted} values ('X61', '示例新', null, 450203, '2022-08-03'); delete from {Quoted} where code = 'X2'");
        var second = await TakeAsync(pool, PullRequest.Increment, 2);
        // X60 comes again, for it stands at the cursor, and replaces itself.
        Assert.Equal((IntakeState.Done, IntakeMode.Increment, 4, 0, 2), (second.State, second.Mode, second.Kept, second.Quarantined, second.Version));
        Assert.Equal(["61 61"], await pool.AskAsync("SELECT count(*) || ' ' || count(DISTINCT id_no) FROM {data}"));
        Assert.Equal(["X1 改名", "X2 示例\"2", "X9 示例壬"], await pool.AskAsync("SELECT id_no || ' ' || name AS v FROM {data} WHERE id_no IN ('X1', 'X2', 'X9') ORDER BY v"));
        var stand = (await desk.FindAsync("pop.person", Cancel)).Source!;
        Assert.Equal(("2022-08-03 08:00:00+08", 2, ""), (stand.CursorValue, stand.CursorVersion, stand.Connection.Password));

        var third = await TakeAsync(pool, PullRequest.Full, 3);
        Assert.Equal((IntakeState.Done, IntakeMode.Full, 60, 3), (third.State, third.Mode, third.Kept, third.Version));
        Assert.Equal(["0"], await pool.AskAsync("SELECT CAST(count(*) AS VARCHAR) FROM {data} WHERE id_no = 'X2'"));
        // The harmful name did no harm.
        await RunAsync(theirs, "select * from kept");
    }

    [Fact]
    public async Task By_the_cycle_it_is_taken_again_and_a_fault_of_the_other_side_is_told()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.DescribeAsync();
        await using var theirs = new NpgsqlConnection(cluster.Cluster.ConnectionText(await cluster.Cluster.CreateDatabaseAsync()));
        await theirs.OpenAsync(Cancel);
        await RunAsync(theirs, $"create table {Quoted} (code text, name text, born date, division int, changed timestamptz); insert into {Quoted} values ('X1', '示例甲', null, null, now())");
        await pool.Get<SourceDesk>().SaveAsync(pool.Of("city", Roles.PoolOperator), Source(new NpgsqlConnectionStringBuilder(theirs.ConnectionString), null), Cancel);
        await pool.Get<IntakeRunner>().RunAllAsync(Cancel);
        Assert.Empty(await pool.Get<IntakeRunStore>().OfAsync("pop.person", 10, Cancel));
        pool.At("2022-08-17 10:01");
        var taken = await WaitAsync(pool, 1);
        Assert.Equal((IntakeState.Done, 1), (taken.State, taken.Kept));
        await RunAsync(theirs, $"drop table {Quoted}");
        pool.At("2022-08-18 10:02");
        pool.Get<IntakeRunner>().Wake();
        var stand = await pool.FollowedAsync(async () => (await pool.Get<SourceDesk>().FindAsync("pop.person", Cancel)).Source, s => s!.Fault is not null);
        Assert.Equal("sharing.source.fault.no-table", stand!.Fault!.Code);
        Assert.Equal(1, (await pool.Get<CatalogueStore>().DataAsync("pop.person", cancel: Cancel))!.Rows);
    }

    [Fact]
    public async Task A_sqlite_file_is_taken_from_the_operators_folder_and_from_nowhere_else()
    {
        using var folder = new TestFolder();
        await using (var theirs = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "police.db")};Pooling=false"))
        {
            await theirs.OpenAsync(Cancel);
            await using var fill = theirs.CreateCommand();
            fill.CommandText = $"create table {Quoted} (code text, name text, born text, division integer, changed integer); insert into {Quoted} values ('X1', '示例甲', '1990-01-02', 450202, 1), ('X2', '示例乙', null, null, 2)";
            await fill.ExecuteNonQueryAsync(Cancel);
        }
        await using var pool = await Pool.OpenAsync(more: s => s.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Pool:SqliteFolder", folder.Path)]).Build()));
        var steward = await pool.DescribeAsync();
        var (operatorOf, desk) = (pool.Of("city", Roles.PoolOperator), pool.Get<SourceDesk>());
        DataSource Of(string file) => Source(new NpgsqlConnectionStringBuilder { Host = "", Database = file }, "changed") with { Kind = SourceKind.Sqlite, Schema = "" };
        foreach (var outside in (string[])["../other.db", "/etc/passwd", Path.Combine(pool.Folder, "zhuangjin.db"), "none.db"])
        {
            Assert.Equal("sharing.source.fault.no-file", (await Assert.ThrowsAsync<InvalidInputException>(() => desk.SaveAsync(operatorOf, Of(outside), Cancel))).Faults[0].Code);
        }
        await Assert.ThrowsAsync<DeniedException>(() => desk.SaveAsync(steward, Of("police.db"), Cancel));
        await Assert.ThrowsAsync<DeniedException>(() => desk.RequestAsync(pool.Of("housing-fund", Roles.Steward), "pop.person", PullRequest.Full, Cancel));
        await desk.SaveAsync(operatorOf, Of("police.db"), Cancel);
        var taken = await TakeAsync(pool, PullRequest.Increment, 1);
        Assert.Equal((IntakeState.Done, 2, "2"), (taken.State, taken.Kept, (await desk.FindAsync("pop.person", Cancel)).Source!.CursorValue));
    }

    private static string Quoted => "\"" + Table.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static DataSource Source(NpgsqlConnectionStringBuilder to, string? cursor) => new("pop.person", SourceKind.Postgres, new(to.Host ?? "", 5432, to.Database ?? "", to.Username ?? "", "geheim"), "public", Table,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["id_no"] = "code", ["name"] = "name", ["born_on"] = "born", ["division"] = "division" }, cursor, null, null, "", default, PullRequest.None, null, null);

    /// <summary>Presses the button as the steward and waits for the run, the so-many-eth of the resource.</summary>
    private static async Task<IntakeRun> TakeAsync(Pool pool, PullRequest how, int number)
    {
        await pool.Get<SourceDesk>().RequestAsync(pool.Of("public-security", Roles.Steward), "pop.person", how, Cancel);
        return await WaitAsync(pool, number);
    }

    private static async Task<IntakeRun> WaitAsync(Pool pool, int number)
    {
        pool.Get<IntakeRunner>().Wake();
        return (await pool.FollowedAsync(() => pool.Get<IntakeRunStore>().OfAsync("pop.person", 10, Cancel), r => r.Count == number && r.All(x => !x.IsOpen)))[0];
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
