using System.Globalization;
using System.Text;
using MiniExcelLibs;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Importing;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>Sheets of applications and of old cases, with what is wrong in them told by row and column.</summary>
public abstract class ImportTests
{
    private protected abstract Task<Town> OpenAsync();

    [Fact]
    public async Task A_sheet_of_old_cases_comes_in_once_and_its_faulty_rows_come_again_mended()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var (imports, runner) = (node.Get<IImports>(), node.Get<ImportRunner>());
        var clerk = await node.ActorAsync("approval-1");
        var sheet = new StringBuilder("原编号,申请人,信用代码,花园名称,所在地,面积,申请日期,办结日期,结果\r\n");
        for (var i = 0; i < 600; i++)
        {
            var decided = i == 7 ? "2022-13-01" : "2021/12/30";
            var code = i == 9 ? "123" : Code(i % 50);
            sheet.Append(CultureInfo.InvariantCulture, $"旧{i:0000},示例公司{i % 50},{code},\"旧花园{i}\",451000,{(i == 11 ? "很大" : "12.5")},2021-12-01,{decided},{(i % 10 == 0 ? "不予" : "准予")}\r\n");
        }
        // As spreadsheet programs here write it.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding("GB18030").GetBytes(sheet.ToString());
        var import = await imports.BeginAsync(clerk, "garden", ImportKind.OldCases, "旧办件.csv", new MemoryStream(bytes));
        Assert.Equal("花园名称", import.Columns["form.name"]);
        Assert.False(import.Columns.ContainsKey("applicant.code"));
        Assert.Equal(600, import.Faulty);
        import = await imports.MatchAsync(clerk, import.Id, new Dictionary<string, string>(import.Columns) { ["applicant.code"] = "信用代码", ["old.outcome"] = "结果" });
        Assert.Equal([(9, "办结日期"), (11, "信用代码"), (13, "面积")], (await imports.FaultsAsync(clerk, import.Id, 100)).Select(f => (f.Row, f.Heading)));
        Assert.Equal(0, await CountAsync(node));

        await imports.RunAsync(clerk, import.Id);
        await runner.RunAllAsync(default);
        import = (await imports.FindAsync(clerk, import.Id))!;
        Assert.Equal((ImportStatus.Finished, 597, 3), (import.Status, import.Done, import.Faulty));
        Assert.Equal(597, await CountAsync(node));
        await node.Get<Searching.SearchIndexer>().CatchUpAsync();
        var hit = Assert.Single((await node.Get<ICaseSearch>().SearchAsync(clerk, "旧0020")).Hits);
        Assert.Equal(CasePhase.Refused, hit.Phase);
        var view = (await node.Cases.FindAsync(clerk, hit.CaseId))!;
        Assert.Equal(new DateTime(2021, 12, 1), view.State.SubmittedAt.Date);
        Assert.DoesNotContain(view.Actions, a => a.StartsWith("Take", StringComparison.Ordinal));
        Assert.Equal("office/" + clerk.Appointments[0].OrganisationId, view.Events[0].ActingFor);
        Assert.Empty((await node.Lists.WorkAsync(clerk, new())).Rows);

        // The same sheet again makes no case twice; the faulty rows, mended, come in.
        var twin = await imports.BeginAsync(clerk, "garden", ImportKind.OldCases, "再来.csv", new MemoryStream(bytes));
        await imports.MatchAsync(clerk, twin.Id, import.Columns);
        await imports.RunAsync(clerk, twin.Id);
        await runner.RunAllAsync(default);
        Assert.Equal(597, await CountAsync(node));
        var faulty = Encoding.UTF8.GetString(await imports.FaultyRowsAsync(clerk, import.Id, "zh"));
        Assert.Equal(4, faulty.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("面积：", faulty, StringComparison.Ordinal);
        var mended = faulty.Replace("2022-13-01", "2022-01-01", StringComparison.Ordinal).Replace("很大", "3", StringComparison.Ordinal).Replace(",123,", $",{Code(9)},", StringComparison.Ordinal);
        var last = await imports.BeginAsync(clerk, "garden", ImportKind.OldCases, "改好.csv", new MemoryStream(Encoding.UTF8.GetBytes(mended)));
        last = await imports.MatchAsync(clerk, last.Id, import.Columns);
        Assert.Equal((3, 0), (last.Rows, last.Faulty));
        await imports.RunAsync(clerk, last.Id);
        await runner.RunAllAsync(default);
        Assert.Equal(600, await CountAsync(node));
    }

    [Fact]
    public async Task New_applications_come_from_Excel_and_begin_today()
    {
        await using var town = await OpenAsync();
        var node = town.Node;
        var imports = node.Get<IImports>();
        var clerk = await node.ActorAsync("approval-1");
        using var excel = new MemoryStream();
        await excel.SaveAsAsync(Enumerable.Range(0, 5).Select(i => new Dictionary<string, object> { ["申请人"] = "百色花园有限公司", ["applicant.code"] = Code(100), ["花园名称"] = "新花园" + i, ["所在地"] = i == 4 ? "南宁市" : "百色市", ["面积"] = 12.5 + i }));
        excel.Position = 0;
        var import = await imports.BeginAsync(clerk, "garden", ImportKind.Applications, "申请.xlsx", excel);
        // The last is another city's to take in.
        var fault = Assert.Single(await imports.FaultsAsync(clerk, import.Id, 10));
        Assert.Equal((6, "cases.fault.not-your-office"), (fault.Row, fault.Fault.Code));
        await imports.RunAsync(clerk, import.Id);
        await node.Get<ImportRunner>().RunAllAsync(default);
        var rows = (await node.Lists.WorkAsync(clerk, new(Order: WorkOrder.Number))).Rows;
        Assert.Equal(["新花园0", "新花园1", "新花园2", "新花园3"], rows.Select(r => r.Subject).Order(StringComparer.Ordinal));
        await node.Cases.ExecuteAsync(clerk, rows[0].CaseId, new Accept());
        // Nobody else's import, and none for applicants.
        Assert.Null(await imports.FindAsync(await node.ActorAsync("approval-2"), import.Id));
        await Assert.ThrowsAsync<DeniedException>(async () => await imports.MineAsync(await node.ActorAsync("owner")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("一列,一列\r\n1,2\r\n")]
    [InlineData("只有列名,别的\r\n")]
    [InlineData("a,\"b\r\n1,2")]
    public async Task What_is_no_sheet_is_refused(string text)
    {
        await using var town = await OpenAsync();
        var clerk = await town.Node.ActorAsync("approval-1");
        await Assert.ThrowsAsync<InvalidInputException>(() => town.Node.Get<IImports>().BeginAsync(clerk, "garden", ImportKind.Applications, "x.csv", new MemoryStream(Encoding.UTF8.GetBytes(text))));
    }

    private static string Code(int number) => Uscc.Complete("91451000MA6" + number.ToString("000000", CultureInfo.InvariantCulture));

    private static async Task<long> CountAsync(CasesNode node) => await node.Database.ReadAsync(s => s.FirstAsync("select count(*) from cases_case", r => r.GetInt64(0)));
}

public sealed class SqliteImportTests : ImportTests
{
    private protected override Task<Town> OpenAsync() => Town.OpenAsync("sqlite:test.db");
}

public sealed class PostgresImportTests(SharedCluster cluster) : ImportTests
{
    private protected override async Task<Town> OpenAsync() => await Town.OpenAsync(await cluster.Cluster.CreateDatabaseAsync());
}
