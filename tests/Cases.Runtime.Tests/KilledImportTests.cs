using System.Diagnostics;
using System.Globalization;
using System.Text;
using MiniExcelLibs;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Importing;
using Zhuangjin.Cases.Runtime.Node;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Runtime.Tests;

/// <summary>Ten thousand old cases come from a sheet, and the node that enters them is killed in the midst.</summary>
public sealed class KilledImportTests(SharedCluster cluster)
{
    private const int Rows = 10_000;

    [Theory]
    [InlineData(Dialect.Sqlite, "csv")]
    [InlineData(Dialect.Postgres, "xlsx")]
    public async Task Killed_in_the_midst_it_goes_on_without_loss_and_without_a_double(Dialect dialect, string format)
    {
        await using var town = await Town.OpenAsync(dialect == Dialect.Sqlite ? "sqlite:test.db" : await cluster.Cluster.CreateDatabaseAsync());
        var node = town.Node;
        var (imports, clerk) = (node.Get<IImports>(), await node.ActorAsync("approval-1"));
        using var sheet = format == "csv" ? Csv() : await ExcelAsync();
        var import = await imports.BeginAsync(clerk, "garden", ImportKind.OldCases, "旧办件." + format, sheet);
        Assert.Equal((Rows, 0), (import.Rows, import.Faulty));
        await imports.RunAsync(clerk, import.Id);

        using (var killed = Process.Start(new ProcessStartInfo("dotnet", [typeof(CasesNode).Assembly.Location, town.Address, town.Folder, "import"]) { RedirectStandardOutput = true, UseShellExecute = false })!)
        {
            var patience = Stopwatch.StartNew();
            while (await CountAsync(node, "select count(*) from cases_case") < 700)
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2) && !killed.HasExited, "It entered no rows.");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var entered = await CountAsync(node, "select count(*) from cases_case");
        Assert.InRange(entered, 700, Rows - 1);
        Assert.Equal(ImportStatus.Running, (await imports.FindAsync(clerk, import.Id))!.Status);

        // The next node's round; while the dead one's lock is still held, a round finds nothing to do.
        var waited = Stopwatch.StartNew();
        while ((await imports.FindAsync(clerk, import.Id))!.Status == ImportStatus.Running)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(3));
            await node.Get<ImportRunner>().RunAllAsync(TestContext.Current.CancellationToken);
        }
        import = (await imports.FindAsync(clerk, import.Id))!;
        Assert.Equal((ImportStatus.Finished, Rows, 0), (import.Status, import.Done, import.Faulty));
        Assert.Equal(Rows, await CountAsync(node, "select count(*) from cases_case"));
        Assert.Equal(Rows, await CountAsync(node, "select count(distinct subject) from cases_case"));
        Assert.Equal(Rows, await CountAsync(node, "select count(distinct number) from cases_case"));
        Assert.Equal(Rows, await CountAsync(node, "select count(distinct stream) from evidence_entry where type = 'cases.old-case-kept'"));
        Assert.Equal(Rows, await CountAsync(node, "select count(*) from evidence_entry where type = 'cases.old-case-kept'"));
    }

    private static MemoryStream Csv()
    {
        var sheet = new StringBuilder(string.Join(',', Row(0).Keys)).Append("\r\n");
        for (var i = 0; i < Rows; i++)
        {
            sheet.Append(string.Join(',', Row(i).Values)).Append("\r\n");
        }
        return new(Encoding.UTF8.GetBytes(sheet.ToString()));
    }

    private static async Task<MemoryStream> ExcelAsync()
    {
        var excel = new MemoryStream();
        await excel.SaveAsAsync(Enumerable.Range(0, Rows).Select(Row));
        excel.Position = 0;
        return excel;
    }

    private static Dictionary<string, object> Row(int number) => new()
    {
        ["old.number"] = "旧" + number.ToString("00000", CultureInfo.InvariantCulture),
        ["applicant.name"] = "示例公司",
        ["applicant.code"] = Uscc.Complete("91451000MA6000001"),
        ["花园名称"] = "旧花园" + number.ToString(CultureInfo.InvariantCulture),
        ["所在地"] = "451000",
        ["面积"] = "12.5",
        ["old.submitted"] = "2021-12-01",
        ["old.decided"] = "2021-12-30",
        ["old.outcome"] = "准予",
    };

    private static async Task<long> CountAsync(CasesNode node, string sql) => await node.Database.ReadAsync(s => s.FirstAsync(sql, r => r.GetInt64(0)));
}
