using System.Text;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Intake;

/// <summary>The police's steward brings files of persons.</summary>
internal static class Bringing
{
    public const string Headings = "公民身份号码,姓名,born_on,行政区划\r\n";

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    public static async Task<Actor> DescribeAsync(this Pool pool)
    {
        var steward = pool.Of("public-security", Roles.Steward);
        await pool.Get<CatalogueStore>().DescribeAsync(steward, pool.Person(), Cancel);
        return steward;
    }

    public static Task<IntakeRun> BringAsync(this Pool pool, Actor actor, string text, string name = "persons.csv", IntakeMode mode = IntakeMode.Full) => pool.BringAsync(actor, Encoding.UTF8.GetBytes(text), name, mode);

    /// <summary>Brings the file and waits until the worker is through with it.</summary>
    public static async Task<IntakeRun> BringAsync(this Pool pool, Actor actor, byte[] bytes, string name = "persons.csv", IntakeMode mode = IntakeMode.Full)
    {
        using var content = new MemoryStream(bytes);
        var run = await pool.Get<IntakeDesk>().ReceiveAsync(actor, "pop.person", content, name, mode, cancel: Cancel);
        return await pool.EndedAsync(run.Id);
    }

    public static async Task<IntakeRun> EndedAsync(this Pool pool, string id) => (await pool.FollowedAsync(() => pool.Get<IntakeRunStore>().FindAsync(id, Cancel), r => r is { IsOpen: false }))!;

    /// <summary>What the refusal of a file says.</summary>
    public static async Task<string[]> RefusedAsync(this Pool pool, Actor actor, byte[] bytes, string name = "a.csv")
    {
        try
        {
            return [.. (await pool.BringAsync(actor, bytes, name)).Faults.Select(f => f.Code)];
        }
        catch (InvalidInputException refused)
        {
            return [.. refused.Faults.Select(f => f.Code)];
        }
    }

    public static Task<IReadOnlyList<BadRow>> BadAsync(this Pool pool, IntakeRun run) => pool.Get<IntakeRunStore>().BadAsync(run.Id, 0, 1000, Cancel);

    /// <summary>Asks the newest data of persons; "{data}" in the question stands for them.</summary>
    public static async Task<IReadOnlyList<string>> AskAsync(this Pool pool, string question)
    {
        var store = pool.Get<ShardStore>();
        var version = await pool.Get<CatalogueStore>().DataAsync("pop.person", cancel: Cancel);
        using var duck = DuckSession.Open(store.Folder, threads: 1, memory: 256L << 20);
        return duck.Ask(question.Replace("{data}", Sql.Shards(await store.PathsAsync(version!, Cancel)), StringComparison.Ordinal), r => r.GetString(0));
    }
}
