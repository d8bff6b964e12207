using Xunit;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Scenarios.CityManagement;
using Zhuangjin.Scenarios.CityManagement.Demo;
using Zhuangjin.Scenarios.CityManagement.Duplicates;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Tickets;
using Zhuangjin.Testing;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>Tickets are kept alike on SQLite and on PostgreSQL.</summary>
public sealed class CityTicketStore(CityTicketStore.Stores stores) : IClassFixture<CityTicketStore.Stores>
{
    /// <summary>One cluster for all of these tests; each takes a database of its own.</summary>
    public sealed class Stores : IAsyncLifetime
    {
        public TestFolder Folder { get; } = new();

        public PostgresCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync("fsync = off");

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            Folder.Dispose();
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task The_sample_is_found_by_month_grid_and_number(Dialect dialect)
    {
        await using var database = await OpenAsync(dialect);
        await SampleTickets.PutAsync(database, TestContext.Current.CancellationToken);
        await SampleTickets.PutAsync(database, TestContext.Current.CancellationToken);
        var made = SampleTickets.Make();

        await database.ReadAsync(async session =>
        {
            Assert.Equal(7_372, await TicketTable.CountAsync(session, new(Open: false)));
            Assert.Equal(0, await TicketTable.CountAsync(session, new(Open: true)));
            var byGrid = await TicketTable.ByGridAsync(session, new(Class: "garbage"));
            Assert.Equal(made.Where(t => t.Class == "garbage").CountBy(t => t.Grid).ToDictionary(g => g.Key, g => (long)g.Value), byGrid);
            var some = made[4321];
            var found = await TicketTable.FindAsync(session, "number", some.Number);
            Assert.Equal(some with { Spot = null }, found! with { Spot = null });
            Assert.InRange(found.Spot!.Value.MetresTo(some.Spot!.Value), 0, 0.2);
            var page = await TicketTable.ListAsync(session, new(Office: "municipal", Most: 10, Skip: 20));
            Assert.Equal(made.Where(t => t.Office == "municipal").OrderByDescending(t => t.ReportedAt).ThenByDescending(t => t.Number, StringComparer.Ordinal).Skip(20).Take(10).Select(t => t.Number), page.Select(t => t.Number));
            return 0;
        }, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task What_was_read_earlier_overwrites_nothing_and_one_rating_counts(Dialect dialect)
    {
        await using var database = await OpenAsync(dialect);
        var at = new DateTimeOffset(2022, 8, 16, 9, 0, 0, TimeSpan.FromHours(8));
        var ticket = new Ticket("case", "450721-20220816-000001", "garbage", "450721", "LS-021", "示例路口", new Spot(109.291, 22.427), "usual", TicketStage.Reported, null, at, null, null, null, at, true, 0, 0, null, null, null, null, false, 1);
        await PutAsync(ticket);
        await PutAsync(ticket with { State = TicketStage.Closed, Office = "sanitation", ClosedAt = at.AddHours(3), Version = 9, Reason = "", Signs = "00" });
        await PutAsync(ticket with { State = TicketStage.Handling, Version = 4 });

        Assert.Equal((true, false), await database.WriteAsync(async session => (await TicketTable.RateAsync(session, "case", 4), await TicketTable.RateAsync(session, "case", 1)), TestContext.Current.CancellationToken));
        await PutAsync(ticket with { State = TicketStage.Handling, Version = 10 });

        var kept = await database.ReadAsync(session => TicketTable.FindAsync(session, "id", "case"), TestContext.Current.CancellationToken);
        Assert.Equal((TicketStage.Handling, 4, 10), (kept!.State, kept.Rating, kept.Version));

        async Task PutAsync(Ticket put) => await database.WriteAsync(async session =>
        {
            await TicketTable.PutAsync(session, put);
            return 0;
        });
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Who_followed_a_joined_case_follows_the_main_one_once(Dialect dialect)
    {
        await using var database = await OpenAsync(dialect);
        var at = new DateTimeOffset(2022, 8, 16, 9, 0, 0, TimeSpan.FromHours(8));

        var followers = await database.WriteAsync(async session =>
        {
            Assert.True(await JoinTable.FollowAsync(session, "main", "a", at, ""));
            Assert.False(await JoinTable.FollowAsync(session, "main", "a", at, ""));
            Assert.True(await JoinTable.FollowAsync(session, "second", "a", at, ""));
            Assert.True(await JoinTable.FollowAsync(session, "second", "b", at.AddMinutes(1), "看到两处"));
            await JoinTable.JoinAsync(session, "second", "main", "d", at);
            await JoinTable.MoveFollowersAsync(session, "second", "main");
            return 0;
        }, TestContext.Current.CancellationToken);

        await database.ReadAsync(async session =>
        {
            Assert.Equal(["a", "b"], await JoinTable.FollowersAsync(session, "main"));
            Assert.Equal("main", await JoinTable.MainOfAsync(session, "second"));
            Assert.Equal(["second"], await JoinTable.JoinedToAsync(session, "main"));
            return followers;
        }, TestContext.Current.CancellationToken);
    }

    private async Task<IDatabase> OpenAsync(Dialect dialect)
    {
        var database = Databases.Open(dialect == Dialect.Sqlite ? $"sqlite:{Path.Combine(stores.Folder.Path, Path.GetRandomFileName())}" : await stores.Cluster.CreateDatabaseAsync(), stores.Folder.Path);
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of([new CityManagementModule()], dialect), TimeProvider.System);
        return database;
    }
}
