using Npgsql;
using Xunit;
using Zhuangjin.DataSharing.BaseLibraries;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Mending;
using Zhuangjin.DataSharing.Quality.Remote;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Quality.Running;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests.Quality;

/// <summary>Data that may not leave their PostgreSQL are judged there, as the kernels judge them; counts come out, and nothing is written.</summary>
public sealed class RemoteTests(SharedCluster cluster)
{
    private const int Persons = 4_000;

    private static readonly DateOnly Today = new(2022, 8, 16);

    [Fact]
    public async Task Planted_errors_are_counted_in_the_database_as_by_the_kernels()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TestFolder();
        var address = await cluster.Cluster.CreateDatabaseAsync();
        var (persons, enterprises) = await FillAsync(folder.Path, address, cancel);
        var set = RuleReader.Read("pop.person.yaml", Shipped());
        var kernels = await new CheckRun(set, persons, Today, new Dictionary<ItemPath, CheckedRows> { [new("ent.base", "uscc")] = enterprises }, threads: 2).RunAsync(cancel: cancel);

        var (result, snapshot) = await Check(address).RunAsync(set, "person", new Dictionary<string, string> { ["ent.base"] = "public.enterprise" }, Today, cancel);
        Assert.Equal(Persons, result.Rows);
        Assert.Equal(kernels.Applied.AsEnumerable(), result.Applied);
        Assert.Equal(kernels.Histogram.OrderBy(h => h.Key), result.Histogram.OrderBy(h => h.Key));
        Assert.True(Enumerable.Range(0, set.Rules.Length).Count(n => kernels.Failed(n) > 0) >= 8);
        Assert.NotEmpty(snapshot);

        await Assert.ThrowsAsync<InvalidDataException>(() => Check(address).RunAsync(set, "person", new Dictionary<string, string>(), Today, cancel));
        await Assert.ThrowsAsync<InvalidDataException>(() => Check(address).RunAsync(set, "nowhere", new Dictionary<string, string>(), Today, cancel));

        // The same as a command on a laptop.
        var rules = Path.Combine(folder.Path, "rules.yaml");
        await File.WriteAllTextAsync(rules, Shipped(), cancel);
        var report = await FileCheck.RunInDatabaseAsync(rules, address, "person", new Dictionary<string, string> { ["ent.base"] = "enterprise" }, Today, TimeSpan.FromMinutes(1), cancel);
        Assert.Equal((kernels.Rows, kernels.Clean), (report.Rows, report.Clean));
        Assert.All(report.Rules, r => Assert.Empty(r.Examples));
    }

    [Fact]
    public async Task The_database_is_only_read_and_breaks_off_what_takes_too_long()
    {
        var cancel = TestContext.Current.CancellationToken;
        var address = await cluster.Cluster.CreateDatabaseAsync();
        await RunAsync(address, """
            CREATE TABLE seen (n integer); CREATE TABLE base (id text, name text); INSERT INTO base VALUES ('1', 'a');
            CREATE FUNCTION writes(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen VALUES (1); RETURN $1; END $$;
            CREATE VIEW trap AS SELECT id, writes(name) AS name FROM base;
            CREATE VIEW slow AS SELECT id, pg_sleep(30)::text || name AS name FROM base
            """, cancel);
        var set = RuleReader.Read("r", "resource: a\nrules:\n- {id: R1, dim: completeness, item: name, check: present}\n");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Check(address).RunAsync(set, "trap", new Dictionary<string, string>(), Today, cancel));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refused.SqlState);
        var brokenOff = await Assert.ThrowsAsync<PostgresException>(() => new RemoteCheck(Databases.PostgresConnectionText(address), TimeSpan.FromMilliseconds(200)).RunAsync(set, "slow", new Dictionary<string, string>(), Today, cancel));
        Assert.Equal(PostgresErrorCodes.QueryCanceled, brokenOff.SqlState);
    }

    [Fact]
    public async Task A_resource_that_lives_elsewhere_is_measured_ranked_and_mended_like_others()
    {
        var cancel = TestContext.Current.CancellationToken;
        var address = await cluster.Cluster.CreateDatabaseAsync();
        await RunAsync(address, "CREATE TABLE person (id_no text, name text); INSERT INTO person VALUES ('45020219880808001X', NULL), ('450202198808080028', '居民')", cancel);
        await using var pool = await Pool.OpenAsync();
        var (police, turn, remotes) = (pool.Of("public-security", Roles.Steward), pool.Get<QualityTurn>(), pool.Get<RemoteTables>());
        await pool.Get<CatalogueStore>().DescribeAsync(police, pool.Person(), cancel);
        await Assert.ThrowsAsync<DeniedException>(() => remotes.RegisterAsync(pool.Of("market-supervision", Roles.Steward), "pop.person", address, "person", cancel));
        Assert.Equal(2, (await Assert.ThrowsAsync<InvalidInputException>(() => remotes.RegisterAsync(police, "pop.person", "mysql://x/y", "person; drop", cancel))).Faults.Count);
        await remotes.RegisterAsync(police, "pop.person", address, "person", cancel);
        Assert.DoesNotContain("zhuangjin@", await pool.Database.ReadAsync(s => s.FirstAsync("select address from sharing_remote_table", r => r.GetString(0)), cancel), StringComparison.Ordinal);
        await turn.PublishRulesAsync(police, "pop.person", "resource: pop.person\nrules:\n- {id: R1, dim: completeness, item: name, check: present}\n", cancel);

        await turn.RunAsync("pop.person", cancel);
        var run = Assert.Single(await pool.Get<RunStore>().NewestAsync(cancel));
        Assert.True(run.IsRemote);
        Assert.Equal((2L, 1L, 1L), (run.Result.Rows, run.Result.Failed(0), run.Result.Clean));
        Assert.All(run.Examples, e => Assert.Empty(e));
        Assert.Equal(pool.Department("public-security"), Assert.Single(await pool.Get<QualityRuns>().RankingAsync(cancel)).ProviderId);
        Assert.Single(await pool.Get<MendingStore>().OpenAsync(cancel));

        await RunAsync(address, "UPDATE person SET name = '居民' WHERE name IS NULL", cancel);
        pool.At("2022-08-17 10:00");
        await turn.RunAsync("pop.person", cancel);
        Assert.Equal((2, 2L), Assert.Single(await pool.Get<RunStore>().NewestAsync(cancel)) is var again ? (again.Version, again.Result.Clean) : default);
        Assert.Empty(await pool.Get<MendingStore>().OpenAsync(cancel));
    }

    private static RemoteCheck Check(string address) => new(Databases.PostgresConnectionText(address), TimeSpan.FromMinutes(1));

    private static string Shipped()
    {
        using var stream = typeof(SyntheticPersons).Assembly.GetManifestResourceStream(typeof(SyntheticPersons).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("pop.person.yaml", StringComparison.Ordinal)))!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static async Task RunAsync(string address, string sql, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(Databases.PostgresConnectionText(address));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>The project's synthetic libraries, with their planted errors, in files and in the database.</summary>
    private static async Task<(CheckedRows Persons, CheckedRows Enterprises)> FillAsync(string folder, string address, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(folder, "drafts"));
        using var duck = DuckSession.Open(folder, threads: 2, memory: 512L << 20);
        await using var source = NpgsqlDataSource.Create(Databases.PostgresConnectionText(address));
        return (await FillOneAsync(new SyntheticPersons(Persons / 8), "person", Persons), await FillOneAsync(new SyntheticEnterprises(Persons), "enterprise", Persons / 8));

        async Task<CheckedRows> FillOneAsync(Synthetic library, string name, int rows)
        {
            var path = Path.Combine(folder, name + ".parquet");
            library.Write(duck, 0, rows, path);
            var items = library.Describe("test").Items;
            var columns = items.ToDictionary(i => i.Key, i => i.Type switch { ItemType.Text => Stored.Text, ItemType.Date => Stored.Date, ItemType.Integer or ItemType.Decimal => Stored.Number, _ => Stored.Other }, StringComparer.Ordinal);
            var types = items.Select(i => $"{Sql.Name(i.Key)} {(columns[i.Key] switch { Stored.Date => "date", Stored.Number => "numeric", _ => "text" })}");
            await using (var create = source.CreateCommand($"CREATE TABLE {name} ({string.Join(", ", types)})"))
            {
                await create.ExecuteNonQueryAsync(cancel);
            }
            var values = duck.Ask($"SELECT {string.Join(", ", items.Select(i => $"CAST({Sql.Name(i.Key)} AS VARCHAR)"))} FROM {Sql.Shards([path])}", r => "(" + string.Join(", ", Enumerable.Range(0, items.Length).Select(n => r.IsDBNull(n) ? "NULL" : Sql.Literal(r.GetString(n)))) + ")");
            await using (var insert = source.CreateCommand($"INSERT INTO {name} VALUES {string.Join(", ", values)}"))
            {
                await insert.ExecuteNonQueryAsync(cancel);
            }
            return new(folder, [Sql.Shards([path])], columns);
        }
    }
}
