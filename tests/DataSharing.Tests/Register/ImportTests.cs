using System.Text;
using Xunit;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Catalogue.Describing;
using Zhuangjin.DataSharing.Catalogue.Importing;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Tests.Register;

public sealed class ImportTests(SharedCluster shared)
{
    private const string Head = "资源代码,资源名称,资源摘要,共享类型,共享条件或依据,共享方式,更新周期,向社会开放,关键词,信息项代码,信息项名称,数据类型,长度,敏感级别,数源\n";

    private const string Good = Head +
        "gj.account,住房公积金账户,职工缴存住房公积金的账户,有条件共享,限依法办理业务,接口、文件,每日,否,公积金、账户,account_no,个人账号,文本,20,内部,\n" +
        "gj.account,,,,,,,,,opened_on,开户日期,日期,,内部,\n" +
        "gj.loan,住房公积金贷款,职工的住房公积金贷款合同,有条件共享,限依法办理业务,文件,每月,,公积金,contract_no,合同编号,文本,30,内部,\n" +
        ",,,,,,,,,account_no,个人账号,文本,20,内部,gj.account/account_no\n";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_clerks_table_is_read_confirmed_once_and_changes_nothing_a_second_time(string store)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await OpenAsync(store);
        var (desk, clerk) = (pool.Get<ImportDesk>(), pool.Of("housing-fund", Roles.Steward));
        var (plan, id) = await ReadAsync(desk, clerk, Good);
        Assert.Empty(plan.Faults);
        Assert.Equal((2, 0), (plan.Count(ImportChange.New), plan.Count(ImportChange.Unchanged)));
        Assert.Null(await pool.Get<CatalogueStore>().FindAsync("gj.account", cancel));

        await desk.ConfirmAsync(clerk, id!, cancel);
        await desk.ConfirmAsync(clerk, id!, cancel);
        var loan = (await pool.Get<CatalogueStore>().FindAsync("gj.loan", cancel))!;
        Assert.Equal((1, pool.Department("housing-fund"), new ItemPath("gj.account", "account_no")), (loan.Number, loan.Description.ProviderId, loan.Description.Items[1].Source!.Value));
        Assert.Equal(["sharing.import-read", "sharing.imported"], await pool.Database.ReadAsync(s => s.QueryAsync("select type from evidence_entry where stream = $1 order by sequence", r => r.GetString(0), "catalogue-import/" + id), cancel));

        // The same again is idle; a change is one new version of one resource.
        var again = await ReadAsync(desk, clerk, Good);
        Assert.True(again.Plan.IsIdle);
        Assert.Null(again.Id);
        var (changed, next) = await ReadAsync(desk, clerk, Good.Replace("合同编号", "贷款合同编号", StringComparison.Ordinal));
        Assert.Equal((0, 1, 1), (changed.Count(ImportChange.New), changed.Count(ImportChange.Changed), changed.Count(ImportChange.Unchanged)));
        await desk.ConfirmAsync(clerk, next!, cancel);
        Assert.Equal((1, 2), ((await pool.Get<CatalogueStore>().FindAsync("gj.account", cancel))!.Number, (await pool.Get<CatalogueStore>().FindAsync("gj.loan", cancel))!.Number));
    }

    [Fact]
    public async Task Every_fault_has_its_row_and_column_and_nothing_is_kept()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var (desk, clerk) = (pool.Get<ImportDesk>(), pool.Of("housing-fund", Roles.Steward));
        var bad = Good.Replace("有条件共享,限依法办理业务,接口、文件,每日", "不予共享,内部数据,传真,每天", StringComparison.Ordinal).Replace("开户日期,日期,", "开户日期,年月日,", StringComparison.Ordinal)
            .Replace("gj.account/account_no", "gj.account/number", StringComparison.Ordinal).Replace("合同编号,文本,30", "合同编号,文本,三十", StringComparison.Ordinal) + "gj.account,又来了,,,,,,,,x,,文本,,,\n";
        var (plan, id) = await ReadAsync(desk, clerk, bad);
        Assert.Null(id);
        Assert.Empty(plan.Lines);
        Assert.Equal(
            [(2L, "共享条件或依据"), (2, "共享方式"), (2, "更新周期"), (3, "数据类型"), (4, "长度"), (5, "数源"), (6, "资源代码")],
            plan.Faults.Select(f => (f.Row, f.Column)).Where(f => f.Item1 < 6 || f.Item2 == "资源代码").Distinct());
        Assert.Contains(plan.Faults, f => f is { Row: 2, Column: "更新周期", Written: "每天", Fault.Code: "sharing.import.fault.choice" } && f.Fault.Args[1].Contains("每日", StringComparison.Ordinal));
        var texts = new PhraseBook([typeof(DataSharingModule).Assembly]);
        Assert.All(plan.Faults, f => Assert.True(texts.Has("zh", f.Fault.Code) && texts.Has("en", f.Fault.Code), f.Fault.Code));
        Assert.Equal(0, await pool.Database.ReadAsync(s => s.FirstAsync("select count(*) from sharing_catalogue_import", r => r.GetInt32(0)), cancel));
        var headless = await Assert.ThrowsAsync<InvalidInputException>(() => ReadAsync(desk, clerk, Good.Replace("资源代码,", "代码,", StringComparison.Ordinal)));
        Assert.Equal(["sharing.import.fault.no-heading", "sharing.import.fault.unknown-heading"], headless.Faults.Select(f => f.Code));
    }

    [Fact]
    public async Task A_workbook_and_a_DCAT_file_carry_the_catalogue_there_and_back()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var (desk, clerk) = (pool.Get<ImportDesk>(), pool.Of("housing-fund", Roles.Steward));
        await desk.ConfirmAsync(clerk, (await ReadAsync(desk, clerk, Good)).Id!, cancel);
        var found = (await pool.Get<CatalogueSearch>().FindAsync(new("公积金", null, null, null), cancel)).Found;
        var resources = found.Select(e => e.Description).ToList();
        var words = new Phrases(new PhraseBook([typeof(DataSharingModule).Assembly, typeof(Phrases).Assembly]), "zh");
        (byte[] File, string Name)[] files =
        [
            (TemplateFiles.Workbook(resources, pool.Get<IOrganisations>(), words), "目录.xlsx"), (TemplateFiles.Csv(resources, pool.Get<IOrganisations>()), "目录.csv"),
            (Encoding.UTF8.GetBytes(pool.Get<Dcat>().Write(found)), "dcat.jsonld"),
        ];
        foreach (var (file, name) in files)
        {
            var (plan, _) = await desk.ReadAsync(clerk, new MemoryStream(file), name, cancel);
            Assert.Empty(plan.Faults);
            Assert.Equal((2, true), (plan.Lines.Count, plan.IsIdle));
        }
        var (empty, _) = (TemplateFiles.Workbook([], pool.Get<IOrganisations>(), words), 0);
        await Assert.ThrowsAsync<InvalidInputException>(() => desk.ReadAsync(clerk, new MemoryStream(empty), "空.xlsx", cancel));
        await Assert.ThrowsAsync<InvalidInputException>(() => desk.ReadAsync(clerk, new MemoryStream("{}"u8.ToArray()), "dcat.jsonld", cancel));
    }

    [Fact]
    public async Task Only_for_the_own_department_and_not_over_what_came_meanwhile()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var pool = await Pool.OpenAsync();
        var (desk, clerk, police) = (pool.Get<ImportDesk>(), pool.Of("housing-fund", Roles.Steward), pool.Of("public-security", Roles.Steward));
        await Assert.ThrowsAsync<DeniedException>(() => ReadAsync(desk, pool.Of("housing-fund", Roles.DataUser), Good));
        var (_, id) = await ReadAsync(desk, clerk, Good);
        await Assert.ThrowsAsync<NotFoundException>(() => desk.ConfirmAsync(police, id!, cancel));
        var foreign = await ReadAsync(desk, police, Good.Replace("共享类型,", "共享类型,提供部门,", StringComparison.Ordinal).Replace(",有条件共享,", ",有条件共享,housing-fund,", StringComparison.Ordinal).Replace("gj.account,,,,", "gj.account,,,,,", StringComparison.Ordinal).Replace("\n,,,,", "\n,,,,,", StringComparison.Ordinal));
        Assert.Contains(foreign.Plan.Faults, f => f.Fault.Code == "sharing.catalogue.fault.not-yours");

        // Somebody describes one of them meanwhile: the whole file waits, also what nobody touched.
        var other = pool.Person() with { Code = "gj.loan", ProviderId = pool.Department("housing-fund"), Library = BaseLibrary.None };
        await pool.Get<CatalogueDesk>().DescribeAsync(clerk, other, cancel);
        await Assert.ThrowsAsync<ConflictException>(() => desk.ConfirmAsync(clerk, id!, cancel));
        Assert.Null(await pool.Get<CatalogueStore>().FindAsync("gj.account", cancel));
        Assert.Null((await desk.FindAsync(clerk, id!, cancel)).ConfirmedAt);
    }

    private static Task<(ImportPlan Plan, string? Id)> ReadAsync(ImportDesk desk, Actor clerk, string text) => desk.ReadAsync(clerk, new MemoryStream(Encoding.UTF8.GetBytes(text)), "目录.csv", TestContext.Current.CancellationToken);

    private async Task<Pool> OpenAsync(string store) => store == "sqlite" ? await Pool.OpenAsync() : await Pool.OpenAsync(await shared.Cluster.CreateDatabaseAsync());
}
