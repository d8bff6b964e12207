using System.Collections.Immutable;
using CsCheck;
using Xunit;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Sharing;

public sealed class UseIndexTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>A batch of the log: for each use the ground and who was looked at.</summary>
    private static readonly Gen<(int Ground, int[] Subjects)[][]> Batches =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5].Array[0, 3], (g, s) => (g, s.Distinct().ToArray())).Array[1, 12].Array[1, 90];

    [Fact]
    public async Task The_index_finds_what_a_plain_list_finds_page_by_page_and_takes_a_batch_once()
    {
        await using var pool = await Pool.OpenAsync();
        var (database, runs) = (pool.Get<IDatabase>(), pool.Get<SubjectRuns>());
        await Batches.SampleAsync(
            async batches =>
            {
                await EmptyAsync(database);
                var follower = new UseFollower(database, pool.Get<IOrganisations>(), runs);
                var place = 0L;
                var all = new List<SealedEvent>();
                foreach (var batch in batches)
                {
                    place += 3;
                    List<SealedEvent> events = [.. batch.Select(use => Happened(place++, use))];
                    await follower.HandleAsync(events, Cancel);
                    await follower.HandleAsync(events, Cancel); // handed over again after a stop
                    all.AddRange(events);
                }
                for (var subject = 0; subject <= 5; subject++)
                {
                    var hash = Looked.Short(Hash(subject));
                    var expected = all.Where(e => e.Facts["subjects"].Contains(Hash(subject), StringComparison.Ordinal)).Select(e => e.Index).OrderDescending().ToList();
                    Assert.Equal(expected, await PagedAsync((before, most) => runs.PlacesAsync(hash, before, most, Cancel)));
                }
                for (var ground = 0; ground <= 2; ground++)
                {
                    var key = UseStretches.OfGround("grant/" + ground);
                    var expected = all.Where(e => e.Facts["ground"] == "grant/" + ground).Select(e => e.Index).OrderDescending().ToList();
                    Assert.Equal(expected, await PagedAsync((before, most) => database.ReadAsync(s => UseStretches.PlacesAsync(s, key, before, most), Cancel)));
                }
                Assert.Equal(all.Count, await database.ReadAsync(s => s.FirstAsync("select cast(sum(uses) as bigint) from sharing_use_day", r => r.GetInt64(0))));
                Assert.InRange(await database.ReadAsync(s => s.FirstAsync("select count(*) from sharing_subject_run", r => r.GetInt64(0))), 0, 3 * SubjectRuns.Fan);
            },
            iter: 12,
            threads: 1);
    }

    [Fact]
    public async Task Somebody_looked_at_very_often_is_followed_through_many_blocks()
    {
        await using var pool = await Pool.OpenAsync();
        var (database, runs) = (pool.Get<IDatabase>(), pool.Get<SubjectRuns>());
        var follower = new UseFollower(database, pool.Get<IOrganisations>(), runs);
        const int Batch = 1000;
        for (var start = 0; start < 9 * Batch; start += Batch)
        {
            await follower.HandleAsync([.. Enumerable.Range(start, Batch).Select(i => Happened(i, (0, [1])))], Cancel);
        }
        Assert.Equal(Enumerable.Range(0, 9 * Batch).Select(i => (long)i).Reverse(), await runs.PlacesAsync(Looked.Short(Hash(1)), long.MaxValue, int.MaxValue, Cancel));
        Assert.Equal([4999L, 4998, 4997], await runs.PlacesAsync(Looked.Short(Hash(1)), 5000, 3, Cancel));
        Assert.Empty(await runs.PlacesAsync(Looked.Short(Hash(2)), long.MaxValue, 10, Cancel));
    }

    private static async Task<List<long>> PagedAsync(Func<long, int, Task<List<long>>> ask)
    {
        var all = new List<long>();
        for (var before = long.MaxValue; ;)
        {
            var page = await ask(before, 4);
            all.AddRange(page);
            if (page.Count < 4)
            {
                return all;
            }
            before = page[^1];
        }
    }

    private static string Hash(int subject) => string.Concat(Enumerable.Repeat($"{subject * 40503 % 65536:x4}", 8));

    private static SealedEvent Happened(long place, (int Ground, int[] Subjects) use)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        facts.AddRange(new Dictionary<string, string>
        {
            ["resource"] = "pop.person",
            ["version"] = "1",
            ["recipient"] = "office",
            ["ground"] = "grant/" + use.Ground,
            ["items"] = "name",
            ["rows"] = "1",
        });
        if (use.Subjects.Length > 0)
        {
            facts["subjects"] = string.Join(' ', use.Subjects.Select(Hash));
        }
        facts.TryAdd("subjects", "ffffffffffffffffffffffffffffffff");
        return new(place, "entry-" + place, UseRecorder.Type, "resource/pop.person", place + 1, DateTimeOffset.UnixEpoch, "office/x", facts.ToImmutable());
    }

    private static Task EmptyAsync(IDatabase database) => database.WriteAsync(
        async s =>
        {
            foreach (var table in (string[])["sharing_use_stretch", "sharing_use_day", "sharing_subject_run", "sharing_subject_block"])
            {
                await s.ExecuteAsync("delete from " + table);
            }
            return await s.ExecuteAsync("update sharing_use_state set next = 0");
        },
        Cancel);
}
