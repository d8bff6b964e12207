using System.Collections.Immutable;
using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Sharing;

/// <summary>Seventy-five departments, some resources, grants at random: nobody gets or sees anything that was not granted, by records, files, lists or traces.</summary>
public sealed class MatrixTests
{
    private const int Departments = 75;

    private const int Resources = 6;

    private static readonly string[] Items = ["id_no", "name", "born_on", "division"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_gets_what_was_not_granted()
    {
        await using var pool = await Pool.OpenAsync();
        var tree = pool.Get<IOrganisationRegistry>();
        var actors = new List<Actor>();
        for (var i = 0; i < Departments; i++)
        {
            var made = await tree.AddAsync(Actor.Clock, pool.Department("city"), OrganisationKind.Department, "450200", $"d-{i}", new LocalText($"部门{i}", $"d{i}"), Cancel);
            actors.Add(new($"p-{i}", $"示例·{i}", [new Appointment(made.Id, made.Path, i < Resources ? Roles.Steward : Roles.DataUser)], []));
        }
        for (var r = 0; r < Resources; r++)
        {
            await pool.PublishAsync(pool.Person() with { Code = $"test.r{r}", ProviderId = Organisation(actors[r]) },
                $"SELECT 'K' || i AS id_no, '姓名' || i AS name, DATE '2000-01-01' AS born_on, CASE WHEN i % 3 = 0 THEN NULL ELSE '45020' || (i % 5) END AS division FROM range(20) t(i)");
        }
        var random = new Random(75);
        var desk = pool.Get<ISharingDesk>();
        var grants = new List<Grant>();
        for (var n = 0; n < 24; n++)
        {
            var (actor, resource) = (actors[random.Next(Departments)], random.Next(Resources));
            if (Organisation(actor) == Organisation(actors[resource]))
            {
                continue;
            }
            ImmutableArray<GrantedItem> items = [new("id_no"), .. Items[1..].Where(_ => random.Next(2) == 0).Select(i => new GrantedItem(i))];
            RowFilter? rows = random.Next(2) == 0 ? null : new Where("division", Comparison.In, [.. Enumerable.Range(0, 5).Where(_ => random.Next(2) == 0).Append(1).Distinct().Select(d => $"45020{d}")]);
            var asked = await desk.AskAsync(actor, new($"test.r{resource}", Organisation(actor), "按职责核对信息", "《示例条例》第一条", items, rows, 30, 100_000), Cancel);
            grants.Add((await desk.FindAsync(actor, asked.GrantId!, Cancel))!);
        }

        var (records, files) = (pool.Get<RecordExchange>(), pool.Get<FileExchange>());
        foreach (var (asker, actor) in actors.Index())
        {
            var door = 0;
            var own = Organisation(actor);
            Assert.Equal(grants.Where(g => g.RecipientId == own || g.ProviderId == own).Select(g => g.Id).Order(StringComparer.Ordinal), (await desk.GrantsAsync(actor, 1000, Cancel)).Select(g => g.Id).Order(StringComparer.Ordinal));
            Assert.All(await desk.RequestsAsync(actor, 1000, Cancel), r => Assert.True(r.Asked.RecipientId == own || r.ProviderId == own));
            foreach (var grant in grants)
            {
                if (grant.RecipientId != own)
                {
                    Assert.Equal("sharing.grant.fault.none", (await Assert.ThrowsAsync<DeniedException>(() => records.FindAsync(actor, grant.Resource, grant.Id, "id_no", "K1", Cancel))).Faults[0].Code);
                    // Refusals are slow to throw: every department meets the door of files at some grants.
                    if ((asker + door++) % 5 != 0)
                    {
                        continue;
                    }
                    Assert.Equal("sharing.grant.fault.none", (await Assert.ThrowsAsync<DeniedException>(() => files.OpenAsync(actor, grant.Resource, grant.Id, FileFormat.Csv, Cancel))).Faults[0].Code);
                    Assert.Equal(grant.ProviderId == own, await desk.FindAsync(actor, grant.Id, Cancel) is not null);
                    continue;
                }
                // Through his own grant, too, only the one resource.
                await Assert.ThrowsAsync<DeniedException>(() => records.FindAsync(actor, grant.Resource == "test.r0" ? "test.r1" : "test.r0", grant.Id, "id_no", "K1", Cancel));
                var expected = 0;
                for (var i = 0; i < 20; i++)
                {
                    var lets = grant.Rows is not Where where || (i % 3 != 0 && where.Values.Contains($"45020{i % 5}"));
                    expected += lets ? 1 : 0;
                    var found = await records.FindAsync(actor, grant.Resource, grant.Id, "id_no", $"K{i}", Cancel);
                    Assert.Equal(grant.Items.Select(g => g.Key), found.Items);
                    Assert.Equal(lets ? 1 : 0, found.Records.Count);
                    Assert.All(found.Records, r => Assert.Equal(grant.Items.Length, r.Length));
                }
                var (file, content, _) = await files.OpenAsync(actor, grant.Resource, grant.Id, FileFormat.Csv, Cancel);
                content.Dispose();
                Assert.Equal(expected, file.Rows);
                Assert.Equal(grant.Items.Select(g => g.Key), file.Items);
            }
        }

        var trace = pool.Get<UseTrace>();
        var last = grants[^1];
        await pool.FollowedAsync(() => trace.OnGroundAsync("grant/" + last.Id, null, 100, Cancel), u => u.Count == 21);
        for (var i = 0; i < Departments; i++)
        {
            var seen = await trace.OfProviderAsync(actors[i].Appointments[0].OrganisationPath, null, 5000, Cancel);
            Assert.All(seen, u => Assert.Equal($"test.r{i}", u.Resource));
        }
    }

    private static string Organisation(Actor actor) => actor.Appointments[0].OrganisationId;
}
