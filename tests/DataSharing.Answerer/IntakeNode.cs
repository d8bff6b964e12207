using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.DataSharing.Catalogue;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake;
using Zhuangjin.DataSharing.Intake.Runs;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Answerer;

/// <summary>A node that brings one file in and tells how far it has come.</summary>
internal static class IntakeNode
{
    private const string Code = "test.person";

    public static async Task RunAsync(IServiceProvider provider, string path)
    {
        var (store, catalogue) = (provider.GetRequiredService<IntakeRunStore>(), provider.GetRequiredService<CatalogueStore>());
        var run = (await store.OfAsync(Code, 1)).FirstOrDefault() ?? await BeginAsync(provider, catalogue, path);
        for (long told = -1; run.IsOpen; run = (await store.FindAsync(run.Id))!)
        {
            if (run.Rows != told)
            {
                Console.WriteLine($"safe {told = run.Rows}");
            }
            await Task.Delay(5);
        }
        var shards = provider.GetRequiredService<ShardStore>();
        var version = (await catalogue.DataAsync(Code))!;
        using var duck = DuckSession.Open(shards.Folder, threads: 1, memory: 128L << 20);
        var found = duck.Ask($"SELECT count(*) || ' ' || count(DISTINCT id_no) || ' ' || sum(number) FROM {Sql.Shards(await shards.PathsAsync(version))}", r => r.GetString(0))[0];
        Console.WriteLine($"ended {run.State} {run.Kept} {run.Quarantined} {(await store.BadAsync(run.Id, 0, 100_000)).Count} {found}");
    }

    private static async Task<IntakeRun> BeginAsync(IServiceProvider provider, CatalogueStore catalogue, string path)
    {
        var tree = provider.GetRequiredService<IOrganisationRegistry>();
        var region = await tree.AddAsync(Actor.Clock, null, OrganisationKind.Region, "450000", null, new LocalText("示例自治区"));
        var source = await tree.AddAsync(Actor.Clock, region.Id, OrganisationKind.Department, "450000", "source", new LocalText("提供部门"));
        Actor steward = new("s", "s", [new Appointment(source.Id, source.Path, Roles.Steward)], []);
        await catalogue.DescribeAsync(steward, new(Code, new("人口"), new("人口"), source.Id, SharingClass.Unconditional, null, ["api"], UpdateCycle.Daily, BaseLibrary.Person, false, null, [],
            [new("id_no", new("号"), ItemType.Text, 18, Required: true, Identifies: true), new("number", new("数"), ItemType.Integer)]));
        await using var file = File.OpenRead(path);
        return await provider.GetRequiredService<IntakeDesk>().ReceiveAsync(steward, Code, file, Path.GetFileName(path), IntakeMode.Full);
    }
}
