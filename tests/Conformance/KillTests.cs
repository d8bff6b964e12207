using System.Diagnostics;
using System.Globalization;
using Xunit;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Conformance;

/// <summary>A process is killed in the middle of its writes: every acknowledged write is there afterwards, and none is there twice or in half.</summary>
public abstract class KillTests
{
    private const int Callers = 16;

    protected abstract Task<Store> OpenAsync();

    /// <summary>The store's address as the process to be killed gets it.</summary>
    protected virtual string AddressFor(Store store) => store.Address;

    /// <summary>Waits until nothing of the killed process is under way any more.</summary>
    protected virtual Task SettleAsync(IDatabase database) => Task.CompletedTask;

    [Fact]
    public async Task Killed_in_the_middle_of_writing_again_and_again()
    {
        await using var store = await OpenAsync();
        await MakeTablesAsync(store.Database);
        var acknowledged = new long[Callers];
        foreach (var writes in (int[])[1, 40, 400, 1500])
        {
            await WriteUntilAsync(AddressFor(store), store.Folder, writes, acknowledged, writer =>
            {
                writer.Kill();
                return Task.CompletedTask;
            });
            await SettleAsync(store.Database);
            await CheckAsync(store.Database, acknowledged);
        }
        if (store.Database.Dialect == Dialect.Sqlite)
        {
            Assert.Equal(["ok"], await store.Database.ReadAsync(s => s.QueryAsync("pragma integrity_check", r => r.GetString(0))));
        }
    }

    protected static Task MakeTablesAsync(IDatabase database) => database.WriteAsync(async s =>
    {
        await s.ExecuteAsync("create table counter(caller integer primary key, number bigint not null)");
        // No key: what was written twice would show.
        await s.ExecuteAsync("create table event(caller integer not null, number bigint not null, content text not null)");
        await s.ExecuteAsync("create table outbox(caller integer not null, number bigint not null)");
        for (var caller = 0; caller < Callers; caller++)
        {
            await s.ExecuteAsync("insert into counter(caller, number) values ($1, 0)", caller);
        }
        return Callers;
    });

    /// <summary>Starts a writer, lets it acknowledge some writes, and has it ended.</summary>
    protected static async Task WriteUntilAsync(string address, string folder, int writes, long[] acknowledged, Func<Process, Task> end)
    {
        using var writer = Process.Start(new ProcessStartInfo("dotnet", [typeof(Writer.Program).Assembly.Location, address, folder, Callers.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = writer.StandardError.ReadToEndAsync();
        for (var seen = 0; await writer.StandardOutput.ReadLineAsync() is { } line; seen++)
        {
            // What it said before it died counts, also what is still in the pipe; a line cut in half was not said.
            if (line.Split(' ') is [var caller, var number] && number.Length > 0)
            {
                acknowledged[int.Parse(caller, CultureInfo.InvariantCulture)] = long.Parse(number, CultureInfo.InvariantCulture);
            }
            if (seen + 1 == writes)
            {
                await end(writer);
            }
        }
        await writer.WaitForExitAsync();
        Assert.True(acknowledged.Sum() >= writes, await errors);
    }

    protected static async Task CheckAsync(IDatabase database, long[] acknowledged)
    {
        for (var caller = 0; caller < Callers; caller++)
        {
            var number = await database.ReadAsync(s => s.FirstAsync("select number from counter where caller = $1", r => r.GetInt64(0), caller));
            Assert.InRange(number, acknowledged[caller], acknowledged[caller] + 1);
            foreach (var table in (string[])["event", "outbox"])
            {
                var written = await database.ReadAsync(s => s.QueryAsync($"select number from {table} where caller = $1 order by number", r => r.GetInt64(0), caller));
                Assert.Equal(Enumerable.Range(1, (int)number).Select(n => (long)n), written);
            }
            acknowledged[caller] = number;
        }
    }
}

public sealed class SqliteKillTests : KillTests
{
    protected override Task<Store> OpenAsync() => Sqlite.OpenAsync();
}

public sealed class PostgresKillTests(SharedCluster cluster) : KillTests
{
    private const string Name = "victim";

    protected override Task<Store> OpenAsync() => cluster.OpenAsync();

    protected override string AddressFor(Store store) => $"{store.Address}?Application%20Name={Name}";

    /// <summary>The server still carries out what the dead client had sent; only then does the session end.</summary>
    protected override async Task SettleAsync(IDatabase database)
    {
        while (await database.ReadAsync(s => s.FirstAsync("select count(*) from pg_stat_activity where datname = current_database() and application_name = $1", r => r.GetInt64(0), Name)) > 0)
        {
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task The_server_crashes_in_the_middle_of_writing()
    {
        await using var own = await PostgresCluster.StartAsync();
        using var folder = new TestFolder();
        var address = await own.CreateDatabaseAsync();
        await using (var database = Databases.Open(address, folder.Path))
        {
            await MakeTablesAsync(database);
        }
        var acknowledged = new long[16];
        await WriteUntilAsync(address, folder.Path, 500, acknowledged, _ => own.CrashAndRestartAsync());
        await using var after = Databases.Open(address, folder.Path);
        await CheckAsync(after, acknowledged);
    }
}
