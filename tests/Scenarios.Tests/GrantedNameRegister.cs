using System.Collections.Immutable;
using System.Text;
using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Scenarios.BusinessRegistration;
using Zhuangjin.Scenarios.BusinessRegistration.Checking;
using Zhuangjin.Scenarios.BusinessRegistration.Names;
using Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;
using Zhuangjin.Testing;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>A name that was granted bars the next one, on each store and across a restart; and the number of an account is not readable at rest.</summary>
public abstract class GrantedNameRegister
{
    private static readonly DateTimeOffset Now = ChinaTime.At(new(2022, 8, 16), new(9, 0));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected abstract Task<string> AddressAsync(TestFolder folder);

    [Fact]
    public async Task A_granted_name_bars_the_same_and_the_near_until_a_year_after_its_licence_is_void()
    {
        using var folder = new TestFolder();
        var address = await AddressAsync(folder);
        await using (var database = await OpenAsync(address, folder))
        {
            Assert.True((await AskAsync(database, "百色示例澄碧商贸有限公司")).Ok);
            for (var told = 0; told < 2; told++)
            {
                await new GrantedNames(database).KeepAsync("licence1", "百色示例澄碧商贸有限公司", "case1", Now, Cancel);
            }
            await new GrantedNames(database).KeepAsync("licence0", "老账上的名称", null, Now, Cancel);
        }

        await using var again = await OpenAsync(address, folder);
        var same = await AskAsync(again, "百色示例澄碧商贸有限责任公司");
        Assert.False(same.Ok);
        Assert.Contains("与“百色示例澄碧商贸有限公司”相同（字号相似度100%）", same.Because, StringComparison.Ordinal);
        var near = await AskAsync(again, "百色示例碧澄贸易有限公司");
        Assert.False(near.Ok);
        Assert.Contains("与“百色示例澄碧商贸有限公司”近似", near.Because, StringComparison.Ordinal);
        Assert.True((await AskAsync(again, "南宁示例澄碧商贸有限公司")).Ok);
        Assert.True((await AskAsync(again, "百色示例澄碧软件有限公司")).Ok);

        await new GrantedNames(again).FreeAsync("licence1", Now, Cancel);

        // The log hands the issuing over again: what is void stays void. For a year it bars the same 字号 and none that is only near.
        await new GrantedNames(again).KeepAsync("licence1", "百色示例澄碧商贸有限公司", "case1", Now, Cancel);
        var former = await AskAsync(again, "百色示例澄碧商贸有限公司");
        Assert.False(former.Ok);
        Assert.Contains("注销或者撤销未满一年（至2023年8月16日）的“百色示例澄碧商贸有限公司”相同", former.Because, StringComparison.Ordinal);
        Assert.True((await AskAsync(again, "百色示例碧澄贸易有限公司")).Ok);
        Assert.True((await AskAsync(again, "百色示例澄碧商贸有限公司", "case3", Now.AddYears(1))).Ok);
    }

    [Fact]
    public async Task An_account_is_sealed_at_rest_and_shown_by_its_last_digits()
    {
        using var folder = new TestFolder();
        await using var database = await OpenAsync(await AddressAsync(folder), folder);
        var box = new AccountBox(new OneKey());
        await box.StartAsync(Cancel);
        var register = new OpeningRegister(database, box);
        foreach (var id in new[] { "case1", "case2" })
        {
            await register.KeepAsync(new(id, "party1", "百色示例澄碧商贸有限公司", "桂照1", "region/", "bank-first", "bank/", Now, null, null), Cancel);
        }
        await register.AccountAsync("case1", "990011223344556677", Now, Cancel);
        await register.AccountAsync("case1", "111111111111", Now, Cancel);
        await database.WriteAsync(s => s.ExecuteAsync("update registration_opening set account = '880011223344556688' where case_id = 'case2'"), Cancel);
        Assert.Equal("880011223344556688", (await register.FindAsync("case2", Cancel))!.Account);
        await new AccountSealing(register).StartAsync(Cancel);

        var kept = await database.ReadAsync(s => s.QueryAsync("select account from registration_opening order by case_id", r => r.GetString(0)), Cancel);
        Assert.All(kept, k => Assert.DoesNotContain("00112233", k, StringComparison.Ordinal));
        Assert.Equal(["990011223344556677", "880011223344556688"], [(await register.FindAsync("case1", Cancel))!.Account!, (await register.FindAsync("case2", Cancel))!.Account!]);
        Assert.Equal("**** 6677", (await register.FindAsync("case1", Cancel))!.Masked);
    }

    /// <summary>Many apply at the same moment for names of which no two can stand side by side.</summary>
    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_the_name_and_the_others_learn_until_when()
    {
        using var folder = new TestFolder();
        var address = await AddressAsync(folder);
        string[] alike = ["百色示例澄碧商贸有限公司", "百色示例澄碧商贸有限责任公司", "百色示例碧澄贸易有限公司", "百色示例橙碧商贸有限公司"];
        string winner;
        await using (var database = await OpenAsync(address, folder))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(async () => (Case: $"case{i}", Answer: await AskAsync(database, alike[i % 2], $"case{i}")))));
            var got = Assert.Single(answers, a => a.Answer.Ok);
            winner = got.Case;
            Assert.Contains("名称为本申请保留至2022年10月16日", got.Answer.Because, StringComparison.Ordinal);
            Assert.All(answers.Where(a => a.Case != winner), a => Assert.Contains("与他人申请中、保留至2022年10月16日的“百色示例澄碧商贸有限", a.Answer.Because, StringComparison.Ordinal));
            Assert.Equal(1, await KeptAsync(database));
        }

        // The program starts again: the name is still kept, for its own case no obstacle, for near ones of others it is.
        await using var again = await OpenAsync(address, folder);
        Assert.True((await AskAsync(again, alike[0], winner)).Ok);
        Assert.All(await Task.WhenAll(alike.Select(n => AskAsync(again, n, "other"))), a => Assert.False(a.Ok));
        Assert.True((await AskAsync(again, alike[0], "other", Now.AddMonths(2))).Ok);
        Assert.False((await AskAsync(again, alike[0], winner, Now.AddMonths(2))).Ok);
        Assert.Equal(1, await KeptAsync(again));
    }

    [Fact]
    public async Task What_is_kept_ends_with_the_application_and_passes_to_the_licence()
    {
        using var folder = new TestFolder();
        await using var database = await OpenAsync(await AddressAsync(folder), folder);
        var (granted, kept) = (new GrantedNames(database), new KeptNames(database));
        var follower = new NameFollower(null!, granted, kept);
        foreach (var end in new[] { "cases.refused", "cases.acceptance-refused", "cases.withdrawn" })
        {
            Assert.True((await AskAsync(database, "百色示例澄碧商贸有限公司", "first")).Ok);
            Assert.False((await AskAsync(database, "百色示例澄碧商贸有限公司", "second")).Ok);
            Assert.True(follower.Wants(end));
            await follower.HandleAsync(new(0, "entry", end, "case/first", 1, Now, "", ImmutableSortedDictionary<string, string>.Empty), Cancel);
            Assert.Equal(0, await KeptAsync(database));
        }

        // A name that is changed in a supplement lets the former one go; one that cannot be keeps nothing.
        Assert.True((await AskAsync(database, "百色示例澄碧商贸有限公司", "first")).Ok);
        Assert.True((await AskAsync(database, "百色示例右江商贸有限公司", "first")).Ok);
        Assert.True((await AskAsync(database, "百色示例澄碧商贸有限公司", "second")).Ok);
        Assert.False((await AskAsync(database, "百色示例澄碧商贸有限公司", "first")).Ok);
        Assert.True((await AskAsync(database, "百色示例右江商贸有限公司", "third")).Ok);
        Assert.False((await AskAsync(database, "右江", "third")).Ok);
        Assert.Equal(1, await KeptAsync(database));

        await granted.KeepAsync("licence1", "百色示例澄碧商贸有限公司", "second", Now, Cancel);
        Assert.Equal(0, await KeptAsync(database));
        var barred = await AskAsync(database, "百色示例澄碧商贸有限公司", "first", Now.AddMonths(3));
        Assert.StartsWith("与“百色示例澄碧商贸有限公司”相同", barred.Because, StringComparison.Ordinal);
    }

    private static Task<long> KeptAsync(IDatabase database) =>
        database.ReadAsync(async s => (await s.QueryAsync("select count(*) from registration_name_kept", r => r.GetInt64(0)))[0]);

    private static async Task<(bool Ok, string Because)> AskAsync(IDatabase database, string name, string caseId = "case1", DateTimeOffset? at = null)
    {
        var check = new NameIsFree(new(new NameRegister(1), database), new KeptNames(database));
        var answer = await check.AnswerAsync(Question(name, caseId, at ?? Now), Cancel);
        return (answer.Outcome == CheckOutcome.Passed, answer.Because);
    }

    private static CheckQuestion Question(string name, string caseId, DateTimeOffset at) => new(
        "register", "name_free", "name-is-free", caseId, "business-registration", null!, "office", null, ImmutableSortedDictionary<string, string>.Empty.Add("enterprise_name", name), ImmutableSortedDictionary<string, MaterialState>.Empty, at);

    private static async Task<IDatabase> OpenAsync(string address, TestFolder folder)
    {
        var database = Databases.Open(address, folder.Path);
        await MigrationRunner.ApplyAsync(database, MigrationRunner.Of([new BusinessRegistrationModule()], database.Dialect), TimeProvider.System);
        return database;
    }

    private sealed class OneKey : IKeyVault
    {
        public Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancel = default) => Task.FromResult(Key);

        public Task<byte[]?> FindAsync(string name, CancellationToken cancel = default) => Task.FromResult<byte[]?>(Key);

        private static readonly byte[] Key = Encoding.ASCII.GetBytes("0123456789abcdef");
    }
}

public sealed class GrantedNameRegisterOnSqlite : GrantedNameRegister
{
    private protected override Task<string> AddressAsync(TestFolder folder) => Task.FromResult(Databases.DefaultAddress);
}

public sealed class GrantedNameRegisterOnPostgres(EnterpriseCodesOnPostgres.Cluster cluster) : GrantedNameRegister, IClassFixture<EnterpriseCodesOnPostgres.Cluster>
{
    private protected override Task<string> AddressAsync(TestFolder folder) => cluster.Running.CreateDatabaseAsync();
}
