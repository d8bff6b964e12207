using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The second tree over the same entries: SM3, under checkpoints signed with SM2.</summary>
public sealed class NationalTests
{
    private static async Task<LogState> StateAsync(NationalFixture fixture) => (await fixture.Log.Database.ReadAsync(SealedTree.National.StateAsync))!;

    /// <summary>RFC 6962's definition with SM3, from the entries alone.</summary>
    private static byte[] NaiveRoot(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1)
        {
            return leaves[0];
        }
        var half = 1;
        while (half * 2 < leaves.Length)
        {
            half *= 2;
        }
        return Sm3.Hash([1, .. NaiveRoot(leaves[..half]), .. NaiveRoot(leaves[half..])]);
    }

    [Fact]
    public async Task It_follows_the_main_log_to_the_sizes_that_were_signed_there()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        Assert.Equal(0, await fixture.Sealer.ExtendAsync(default));
        Assert.Equal(Sm3.Hash([]), (await StateAsync(fixture)).Root);
        Assert.Equal("zhuangjin.example/log-gm", fixture.National.Key.Verifier.Name);

        var size = 0;
        foreach (var count in (int[])[1, 2, 252, 1, 1, 600, 4200])
        {
            await fixture.GrowAsync("case/" + size, count);
            size += count;
            Assert.Equal(count, await fixture.Sealer.ExtendAsync(default));
            Assert.Equal(0, await fixture.Sealer.ExtendAsync(default));
            var (state, main) = (await StateAsync(fixture), await fixture.Log.StateAsync());
            var rows = await fixture.Log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, size));
            Assert.Equal(main.Size, state.Size);
            Assert.Equal(NaiveRoot([.. rows.Select(r => Sm3.Hash([0, .. r.Entry]))]), state.Root);
            Assert.Null(state.Contradiction());
            Assert.Equal(size, await fixture.FollowAsync());
        }
        await fixture.StartAsync();
    }

    [Fact]
    public async Task An_older_log_is_taken_in_from_its_first_entry_on()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 20_000);
        Assert.Equal(16_384, await fixture.Sealer.ExtendAsync(default));
        Assert.Equal(3_616, await fixture.Sealer.ExtendAsync(default));
        Assert.Equal(0, await fixture.Sealer.ExtendAsync(default));
        await fixture.StartAsync();
    }

    [Fact]
    public async Task Two_who_extend_at_once_sign_every_size_once()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            await fixture.GrowAsync("case/" + i, 7);
            var both = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                try
                {
                    return await fixture.Sealer.ExtendAsync(default);
                }
                catch (SealedElsewhereException)
                {
                    return 0; // the other one was faster
                }
            })));
            Assert.Equal(7, both.Sum());
        }
        Assert.Equal(140, (await StateAsync(fixture)).Size);
    }

    [Theory]
    [InlineData("update evidence_entry set entry = (select entry from evidence_entry where place = 3) where place = 300", "entries 280 to 379 do not give the SHA-256 root")]
    [InlineData("update evidence_entry set place = 1000 where place = 299", "Row 299 ")]
    [InlineData("update evidence_log set note = replace(note, 'log-gm', 'log-gn') where name = 'log-gm'", "beyond size 280")]
    [InlineData("delete from evidence_national_node", "level 1 should have hashes 0 to 0")]
    public async Task Nothing_is_signed_over_rows_that_were_changed(string damage, string reason)
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 280);
        await fixture.FollowAsync();
        await fixture.GrowAsync("case/b", 100);
        await fixture.Log.Database.WriteAsync(s => s.ExecuteAsync(damage));
        var before = await StateAsync(fixture);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => fixture.Sealer.ExtendAsync(default));
        Assert.Contains(reason, error.Message);
        Assert.Equal(before.Note, (await StateAsync(fixture)).Note);
    }

    [Fact]
    public async Task A_start_is_refused_on_any_contradiction()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 300);
        await fixture.FollowAsync();

        Assert.Contains("its SM2 key belongs to", (await Assert.ThrowsAsync<InvalidDataException>(() => fixture.StartAsync(new Sm2Vault(2)))).Message);
        await fixture.StartAsync();

        foreach (var (damage, repair, reason) in ((string, string, string)[])[
            ("update evidence_national_node set place = 7", "update evidence_national_node set place = 0", "should have hashes 0 to 0"),
            ("update evidence_log set size = 301 where name = 'log-gm'", "update evidence_log set size = 300 where name = 'log-gm'", "names another origin, size or root"),
            ("delete from evidence_checkpoint where size = 300", "", "a size at which the main log was never signed")])
        {
            await fixture.Log.Database.WriteAsync(s => s.ExecuteAsync(damage));
            Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidDataException>(() => fixture.StartAsync())).Message);
            if (repair.Length > 0)
            {
                await fixture.Log.Database.WriteAsync(s => s.ExecuteAsync(repair));
            }
        }
    }

    [Fact]
    public async Task A_database_from_an_old_backup_is_refused_beside_the_published_folder()
    {
        await using var newer = await NationalFixture.OpenAsync();
        await newer.GrowAsync("case/a", 30);
        await newer.FollowAsync();
        await using var older = await NationalFixture.OpenAsync();
        await older.GrowAsync("case/a", 20);
        await older.FollowAsync();
        File.Copy(newer.National.Folder.CheckpointFile, older.National.Folder.CheckpointFile, overwrite: true);
        Assert.Contains("restored from an older backup", (await Assert.ThrowsAsync<InvalidDataException>(() => older.StartAsync())).Message);
        await older.GrowAsync("case/b", 10);
        await older.Sealer.ExtendAsync(default);
        Assert.Contains("two branches of one", (await Assert.ThrowsAsync<InvalidDataException>(() => older.StartAsync())).Message);
    }

    [Fact]
    public async Task A_proof_holds_under_the_SM2_key_and_under_no_other()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 700);
        await fixture.FollowAsync();
        var seals = await fixture.Log.Proofs.SealsAsync("case/a");
        var key = fixture.National.Key.Verifier.ToString();
        foreach (var place in (int[])[0, 1, 255, 256, 511, 512, 699])
        {
            var proof = (await fixture.Proofs.EventProofAsync(seals[place].EntryId, default))!;
            var report = ProofVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(proof), key);
            Assert.True(report.Holds, report.Failure?.Code);
            Assert.Equal(("zhuangjin.example/log-gm", 700L, (long)place), (report.Origin, report.Size, report.Events[0].Index));
            Assert.Equal("evidence.verify.signature", ProofVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(proof), fixture.Log.Key.Verifier.ToString()).Failure!.Code);

            var parsed = LogProof.Parse(proof);
            var moved = parsed with { Hashes = [.. parsed.Hashes.Reverse()] };
            Assert.Equal("evidence.verify.inclusion", ProofVerifier.Verify(System.Text.Encoding.UTF8.GetBytes(moved.ToString()), key).Failure!.Code);
        }
        await fixture.GrowAsync("case/late", 1);
        Assert.Null(await fixture.Proofs.EventProofAsync((await fixture.Log.Proofs.SealsAsync("case/late"))[0].EntryId, default));
        Assert.Null(await fixture.Proofs.EventProofAsync("no-such-entry", default));
    }

    [Fact]
    public async Task Both_roots_are_bound_in_the_log_itself_now_and_then()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        Assert.Null(await fixture.Binding.BindAsync(default)); // nothing to bind yet
        await fixture.GrowAsync("case/a", 5);
        await fixture.FollowAsync();
        Assert.Null(await fixture.Binding.BindAsync(default)); // it waits a minute for what comes together at the beginning
        fixture.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(5, await fixture.Binding.BindAsync(default));
        Assert.Null(await fixture.Binding.BindAsync(default));
        var national = await StateAsync(fixture);
        var main = await fixture.Log.StateAsync();

        // Alone it calls for no further one, however late it is.
        await fixture.Log.SealAllAsync();
        await fixture.FollowAsync();
        fixture.Clock.Now += TimeSpan.FromDays(1);
        Assert.Null(await fixture.Binding.BindAsync(default));
        var entry = Entry.Read((await fixture.Log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 5, 6)))[0].Entry);
        Assert.Equal((RootsBinding.Type, RootsBinding.Stream, "clock"), (entry.Type, entry.Stream, entry.Actor));
        Assert.Equal(["5", Convert.ToBase64String(main.Root), Convert.ToBase64String(national.Root)], [entry.Facts["size"], entry.Facts["sha256"], entry.Facts["sm3"]]);

        // With other entries it does, once in an hour.
        await fixture.GrowAsync("case/b", 1);
        await fixture.FollowAsync();
        Assert.Equal(7, await fixture.Binding.BindAsync(default));
        await fixture.GrowAsync("case/c", 1);
        await fixture.FollowAsync();
        fixture.Clock.Now += TimeSpan.FromMinutes(59);
        Assert.Null(await fixture.Binding.BindAsync(default));
        fixture.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(9, await fixture.Binding.BindAsync(default));
    }
}
