using System.Text;
using MiniExcelLibs;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Intake;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests;

public sealed class IntakeTests
{
    private const string Headings = "公民身份号码,姓名,born_on,行政区划\r\n";

    [Theory]
    [InlineData("utf-8")]
    [InlineData("GB18030")]
    public async Task A_file_becomes_a_version_once_and_bad_rows_stay_outside(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await using var pool = await Pool.OpenAsync();
        var steward = await DescribeAsync(pool);
        var text = new StringBuilder(Headings).Append("X1,\"示例,甲\"\"乙\",1990/1/2,450202\r\n");
        for (var n = 2; n <= 40; n++)
        {
            text.Append(n == 7 ? "X7,示例庚,1990-02-30,450202\r\n" : $"X{n},示例𠮷,,\r\n");
        }
        var bytes = Encoding.GetEncoding(encoding).GetBytes(text.ToString());
        var outcome = await BringAsync(pool, steward, bytes, "persons.csv");
        Assert.Equal((40, 1, 39, 1), (outcome.Rows, outcome.BadRows, outcome.Version!.Rows, outcome.Version.Number));
        var bad = Assert.Single(outcome.Bad);
        Assert.Equal((8, "born_on", "1990-02-30", "sharing.intake.reason.date"), (bad.Row, bad.Item.Key, bad.Text, bad.Reason));
        var store = pool.Get<ShardStore>();
        using (var duck = DuckSession.Open(store.Folder, threads: 1, memory: 256L << 20))
        {
            var shards = Sql.Shards(await store.PathsAsync(outcome.Version, TestContext.Current.CancellationToken));
            Assert.Equal(["示例,甲\"乙 1990-01-02", "示例𠮷 "], duck.Ask($"SELECT DISTINCT name || ' ' || coalesce(CAST(born_on AS VARCHAR), '') AS v FROM {shards} ORDER BY v", r => r.GetString(0)));
        }
        var again = await BringAsync(pool, steward, bytes, "persons.csv");
        Assert.Equal(1, again.Version!.Number);
        Assert.DoesNotContain(Directory.EnumerateFiles(store.Drafts), f => f.EndsWith(".source", StringComparison.Ordinal) || f.EndsWith(".csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workbook_comes_in_with_its_dates()
    {
        await using var pool = await Pool.OpenAsync();
        var steward = await DescribeAsync(pool);
        using var book = new MemoryStream();
        await book.SaveAsAsync(new[] { new { id_no = "X1", name = "示例甲", born_on = new DateTime(1990, 1, 2), division = 450202 } }, cancellationToken: TestContext.Current.CancellationToken);
        var outcome = await BringAsync(pool, steward, book.ToArray(), "persons.xlsx");
        Assert.Empty(outcome.Bad);
        Assert.Equal(1, outcome.Version!.Rows);
    }

    [Fact]
    public async Task Wrong_columns_encodings_files_and_hands_are_refused_and_nothing_is_published()
    {
        await using var pool = await Pool.OpenAsync();
        var steward = await DescribeAsync(pool);
        async Task<string[]> CodesAsync(byte[] bytes, string name = "a.csv") => [.. (await Assert.ThrowsAsync<InvalidInputException>(() => BringAsync(pool, steward, bytes, name))).Faults.Select(f => f.Code)];
        Assert.Equal(["sharing.intake.fault.missing", "sharing.intake.fault.extra"], await CodesAsync(Encoding.UTF8.GetBytes("id_no,name,birthday,division\nX1,a,,\n")));
        Assert.Equal(["sharing.intake.fault.encoding"], await CodesAsync([.. Encoding.UTF8.GetBytes(Headings), 0xFF, 0xFF]));
        Assert.Equal(["sharing.intake.fault.open-quote"], await CodesAsync(Encoding.UTF8.GetBytes(Headings + "\"X1,a,,\n")));
        Assert.Equal(["sharing.intake.fault.empty"], await CodesAsync([]));
        Assert.Equal(["sharing.intake.fault.workbook"], await CodesAsync([1, 2, 3], "a.xlsx"));
        var refused = await BringAsync(pool, steward, Encoding.UTF8.GetBytes(Headings + "X1,示例甲,,\n,示例乙,,\n"), "a.csv");
        Assert.Equal((null, 2, 1), (refused.Version, refused.Rows, refused.BadRows));
        await Assert.ThrowsAsync<DeniedException>(() => BringAsync(pool, pool.Of("housing-fund", Roles.Steward), [], "a.csv"));
        Assert.Null(await pool.Get<CatalogueStore>().DataAsync("pop.person", cancel: TestContext.Current.CancellationToken));
    }

    private static async Task<Actor> DescribeAsync(Pool pool)
    {
        var steward = pool.Of("public-security", Roles.Steward);
        await pool.Get<CatalogueStore>().DescribeAsync(steward, pool.Person(), TestContext.Current.CancellationToken);
        return steward;
    }

    private static async Task<IntakeOutcome> BringAsync(Pool pool, Actor actor, byte[] bytes, string name)
    {
        using var content = new MemoryStream(bytes);
        return await pool.Get<IntakeDesk>().BringAsync(actor, "pop.person", content, name, TestContext.Current.CancellationToken);
    }
}
