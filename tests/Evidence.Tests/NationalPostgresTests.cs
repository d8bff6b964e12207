using System.Text;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Sealing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The national tree of two nodes on one PostgreSQL database.</summary>
public sealed class NationalPostgresTests(SharedStore store) : IClassFixture<SharedStore>
{
    [Fact]
    public async Task Whichever_node_extends_it_both_publish_the_same_and_the_check_finds_nothing()
    {
        var address = await store.Cluster.CreateDatabaseAsync();
        await using var one = await NationalFixture.OpenAsync(address);
        await using var two = await NationalFixture.OpenAsync(address);
        var size = 0;
        foreach (var (node, count) in new[] { (one, 3), (two, 260), (one, 1), (two, 700) })
        {
            await node.GrowAsync("case/" + size, count);
            size += count;
            var added = await Task.WhenAll(new[] { one, two }.Select(n => Task.Run(async () =>
            {
                try
                {
                    return await n.Sealer.ExtendAsync(default);
                }
                catch (SealedElsewhereException)
                {
                    return 0; // the other node was faster
                }
            })));
            Assert.Equal(count, added.Sum());
        }
        one.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(964, await one.Binding.BindAsync(default));
        Assert.Null(await two.Binding.BindAsync(default));
        await two.Log.SealAllAsync();
        Assert.Equal(965, await two.FollowAsync());
        Assert.Equal(965, await one.FollowAsync());
        Assert.Equal(await File.ReadAllTextAsync(one.National.Folder.CheckpointFile), await File.ReadAllTextAsync(two.National.Folder.CheckpointFile));
        await two.StartAsync();

        var report = await LogCheck.RunAsync(two.Log.Database, two.Log.DataDirectory);
        Assert.Empty(report.Findings);
        Assert.Equal((965L, 1L), (report.NationalSize!.Value, report.Bindings));
        var binding = (await one.Log.Proofs.SealsAsync(RootsBinding.Stream))[0];
        var proof = (await two.Proofs.EventProofAsync(binding.EntryId, default))!;
        Assert.True(ProofVerifier.Verify(Encoding.UTF8.GetBytes(proof), two.National.Key.Verifier.ToString()).Holds);
    }
}
