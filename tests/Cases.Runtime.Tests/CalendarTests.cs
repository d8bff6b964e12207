using System.Text;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Cases.Sweeping;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>A new year's notice: seen before it is loaded, moving what it must and nothing else, remembered, on each store.</summary>
public abstract class CalendarTests
{
    private protected abstract Task<Town> OpenAsync();

    private const string Notice = "日期,安排\n2027-01-01,休\n2026-12-31,休\n2027-01-02,班\n2027-01-03,休\n";

    [Fact]
    public async Task A_notice_tells_beforehand_what_it_moves_and_moves_just_that()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var admin = await AdministratorAsync(node);
        node.Time.ShiftTo(ChinaTime.At(new(2026, 11, 9), new(9, 0)));
        var early = await node.SubmitAsync(await node.ActorAsync("owner"), "早花园", "early");
        node.Time.ShiftTo(ChinaTime.At(new(2026, 12, 28), new(9, 0)));
        var late = await node.SubmitAsync(await node.ActorAsync("owner"), "晚花园", "late");
        var notices = node.Get<ICalendarNotices>();
        // Five working days from Monday the 28th: without a notice Monday the 4th of January, provisional.
        var before = await DueAsync(node, late.Id);
        Assert.Equal((new DateOnly(2027, 1, 4), true), before);

        await Assert.ThrowsAsync<DeniedException>(async () => await notices.PreviewAsync(await node.ActorAsync("mayor"), Notice));
        var faults = (await Assert.ThrowsAsync<InvalidInputException>(() => notices.PreviewAsync(admin, "2027-01-01,休\n2027-13-01,休"))).Faults;
        Assert.Equal(("notice", "2"), (faults[0].Field, faults[0].Args[0]));
        var preview = await notices.PreviewAsync(admin, Notice);
        Assert.Equal([2027], preview.Years);
        Assert.Equal([(new DateOnly(2026, 12, 31), false), (new DateOnly(2027, 1, 1), false), (new DateOnly(2027, 1, 2), true)], preview.Days.Select(d => (d.Day, d.Works)));
        Assert.Equal((2, 1, 1), (preview.Open, preview.Looked, preview.Moved));
        Assert.Equal((late.Number, new DateOnly(2027, 1, 4), new DateOnly(2027, 1, 5)), Assert.Single(preview.Moves) is var m ? (m.Number, m.From, m.To) : default);
        Assert.Equal(before, await DueAsync(node, late.Id));

        await Assert.ThrowsAsync<ConflictException>(() => notices.LoadAsync(admin, Notice, "cn-2020", "国办发明电〔2026〕7号"));
        var loaded = await notices.LoadAsync(admin, Notice, preview.Seen, "国办发明电〔2026〕7号");
        Assert.Equal(1, await node.Get<Sweeper>().MoveDuesAsync(default));
        Assert.Equal(0, await node.Get<Sweeper>().MoveDuesAsync(default));
        Assert.Equal((new DateOnly(2027, 1, 5), false), await DueAsync(node, late.Id));
        Assert.Equal((new DateOnly(2026, 11, 16), false), await DueAsync(node, early.Id));
        var row = Assert.Single((await node.Lists.WorkAsync(await node.ActorAsync("approval-1"), new(Search: late.Number))).Rows);
        Assert.False(row.Provisional);

        var overview = await notices.OverviewAsync(admin);
        Assert.Equal((loaded.NewVersion, 1L, 0L), (overview.Version, overview.MovedCount, overview.Waiting));
        Assert.Equal((late.Number, new DateOnly(2027, 1, 5)), Assert.Single(overview.Moved) is var move ? (move.Number, move.To) : default);
        Assert.Equal(loaded.Digest, Assert.Single(overview.Notices).Digest);
        Assert.Single(await node.Get<IProofs>().SealsAsync("calendar/" + loaded.Id));
    }

    [Fact]
    public async Task A_notice_outlives_a_restart_and_a_day_off_at_once_moves_everything_behind_it()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var admin = await AdministratorAsync(node);
        var cases = new List<CaseState>();
        for (var i = 0; i < 30; i++)
        {
            cases.Add(await node.SubmitAsync(await node.ActorAsync("owner"), "花园" + i, "k" + i));
        }
        var notices = node.Get<ICalendarNotices>();
        // A typhoon: Thursday the 18th is off for everybody, and the whole year's notice is loaded anew with it.
        var year = Encoding.UTF8.GetString(Shipped(2022)).Replace("\"off\":[", "\"off\":[\"2022-08-18\",", StringComparison.Ordinal);
        var preview = await notices.PreviewAsync(admin, year);
        Assert.Equal((30, 30), (preview.Looked, preview.Moved));
        await notices.LoadAsync(admin, year, preview.Seen, "自治区关于台风停工的通知");
        Assert.Equal(30, await node.Get<Sweeper>().MoveDuesAsync(default));
        Assert.Equal(0, await node.Get<Sweeper>().MoveDuesAsync(default));
        foreach (var state in cases)
        {
            Assert.Equal(new DateOnly(2022, 8, 24), (await DueAsync(node, state.Id)).Due);
        }
        Assert.Equal(30, (await notices.OverviewAsync(admin)).MovedCount);

        await using var again = await CasesNode.StartAsync(town.Address, town.Folder);
        Assert.Equal(node.Get<IWorkCalendars>().Current.Version, again.Get<IWorkCalendars>().Current.Version);
        Assert.False(again.Get<IWorkCalendars>().Current.IsWorkingDay(new(2022, 8, 18)));
        Assert.Equal(0, await again.Get<Sweeper>().MoveDuesAsync(default));
    }

    private static byte[] Shipped(int year)
    {
        using var stream = typeof(WorkCalendar).Assembly.GetManifestResourceStream("Zhuangjin.Kernel.Time.cn-holidays.json")!;
        using var document = System.Text.Json.JsonDocument.Parse(stream);
        var one = document.RootElement.GetProperty("years").GetProperty(year.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { years = new Dictionary<string, System.Text.Json.JsonElement> { [year.ToString(System.Globalization.CultureInfo.InvariantCulture)] = one } });
    }

    private static async Task<Actor> AdministratorAsync(CasesNode node)
    {
        var people = node.Get<IPeopleRegistry>();
        var id = await people.AddPersonAsync(Actor.Clock, "admin", "password-1", "管理员", null);
        await people.AppointAsync(Actor.Clock, id, node.Get<IOrganisations>().Area("451000")!.Id, Roles.Administrator);
        return await node.ActorAsync("admin");
    }

    private static async Task<(DateOnly Due, bool Provisional)> DueAsync(CasesNode node, string id)
    {
        var view = (await node.Cases.FindAsync(await node.ActorAsync("approval-1"), id))!;
        var stored = await node.Database.ReadAsync(session => session.FirstAsync("select due, provisional from cases_clock where case_id = $1", r => (r.GetString(0), r.GetInt32(1) != 0), id));
        var clock = view.Clocks.Single(c => c.State.IsRunning);
        if (clock.Provisional == stored.Item2)
        {
            Assert.Equal(clock.Due, DateOnly.ParseExact(stored.Item1, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        }
        return (DateOnly.ParseExact(stored.Item1, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), stored.Item2);
    }
}

public sealed class SqliteCalendarTests : CalendarTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresCalendarTests(SharedCluster cluster) : CalendarTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
