using System.Formats.Asn1;
using System.Numerics;
using System.Text;
using Xunit;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>OpenSSL 3 and sm-crypto (npm), which know nothing of Zhuangjin, judge the national tree from its published files alone.</summary>
public sealed class NationalOutsideTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public async Task OpenSSL_computes_the_same_tree_and_verifies_the_signature_over_it(int size)
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", size);
        await fixture.FollowAsync();
        using var work = new TestFolder();
        var note = SignedNote.Parse(await File.ReadAllTextAsync(fixture.National.Folder.CheckpointFile));

        var entries = TilePath.Of(size).Where(t => t.Level == TilePath.Entries).SelectMany(t => EntryBundle.Read(File.ReadAllBytes(fixture.National.Folder.FileOf(t)))).ToList();
        var leaves = await DigestsAsync(work, [.. entries.Select(e => (byte[])[0, .. e])]);
        Assert.Equal(leaves.Take(256).SelectMany(l => l), await File.ReadAllBytesAsync(fixture.National.Folder.FileOf(new(0, 0, Math.Min(256, size)))));
        Assert.Equal(Checkpoint.Parse(note.Text).Root, await RootAsync(work, leaves));

        await VerifyAsync(work, fixture.National.Key.Verifier, note, expected: 0);
        await VerifyAsync(work, fixture.National.Key.Verifier, note with { Text = note.Text.Replace("log-gm", "log-gn") }, expected: 1);
    }

    /// <summary>Level by level, one process for each: a level's last node without a sibling rises as it is.</summary>
    private static async Task<byte[]> RootAsync(TestFolder work, List<byte[]> level)
    {
        while (level.Count > 1)
        {
            var above = await DigestsAsync(work, [.. level.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (byte[])[1, .. pair[0], .. pair[1]])]);
            level = level.Count % 2 == 0 ? above : [.. above, level[^1]];
        }
        return level[0];
    }

    private static async Task<List<byte[]>> DigestsAsync(TestFolder work, List<byte[]> messages)
    {
        var names = messages.Select((_, i) => $"m{i}").ToList();
        foreach (var (name, message) in names.Zip(messages))
        {
            await File.WriteAllBytesAsync(work.File(name), message);
        }
        var output = await OutsideProgram.MustRunAsync("openssl", ["dgst", "-sm3", "-r", .. names], work.Path);
        var digests = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Convert.FromHexString(line.Split(' ')[0])).ToList();
        Assert.Equal(messages.Count, digests.Count);
        return digests;
    }

    private static async Task VerifyAsync(TestFolder work, VerifierKey key, SignedNote note, int expected)
    {
        var line = Convert.FromBase64String(key.ToString().Split('+', 3)[2]);
        await File.WriteAllTextAsync(work.File("key.pem"), Sm2PublicKey.FromPoint(line[^65..]).ToPem());
        await File.WriteAllTextAsync(work.File("text"), note.Text, new UTF8Encoding(false));
        var signature = note.Signatures.Single().Bytes.AsSpan(4).ToArray();
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteInteger(new BigInteger(signature.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            der.WriteInteger(new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true));
        }
        await File.WriteAllBytesAsync(work.File("signature"), der.Encode());
        var (code, output) = await OutsideProgram.RunAsync(
            "openssl",
            ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-digest", "sm3", "-in", "text", "-sigfile", "signature", "-pkeyopt", "distid:1234567812345678"],
            work.Path);
        Assert.True(code == expected, output);
        Assert.Contains(expected == 0 ? "Verified Successfully" : "Verification Failure", output);
    }

    [Fact]
    public async Task Two_libraries_in_another_language_accept_both_trees_as_they_grow()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        var (national, main) = (fixture.National.Key.Verifier.ToString(), fixture.Log.Key.Verifier.ToString());
        var size = 0;
        foreach (var count in (int[])[0, 1, 2, 254, 400, 1500])
        {
            if (count > 0)
            {
                await fixture.GrowAsync("case/" + size, count);
            }
            size += count;
            await fixture.FollowAsync();
            var tiles = TilePath.Of(size).Count(t => t.Level >= 0);
            Assert.Equal((0, $"{size} entries and {tiles} tiles of zhuangjin.example/log-gm hold, signed by 1\n"), await OutsideProgram.ReadWithNpmAsync(fixture.National.Folder.Path, national));
            Assert.Equal((0, $"{size} entries and {tiles} tiles of zhuangjin.example/log hold, signed by 1\n"), await OutsideProgram.ReadWithNpmAsync(fixture.Log.Folder.Path, main));
        }
        foreach (var name in (string[])["tile/0/000", "tile/1/000.p/8", "tile/entries/008.p/109", "checkpoint"])
        {
            var file = Path.Combine(fixture.National.Folder.Path, name);
            var bytes = await File.ReadAllBytesAsync(file);
            await File.WriteAllBytesAsync(file, [.. bytes[..40], (byte)(bytes[40] ^ 1), .. bytes[41..]]);
            Assert.Equal(1, (await OutsideProgram.ReadWithNpmAsync(fixture.National.Folder.Path, national)).Code);
            await File.WriteAllBytesAsync(file, bytes);
        }
        Assert.Equal(1, (await OutsideProgram.ReadWithNpmAsync(fixture.National.Folder.Path, main)).Code);
    }

    [Fact]
    public async Task Cosignatures_of_our_witness_key_are_verified_by_two_Ed25519_libraries()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 3);
        await fixture.FollowAsync();
        using var witness = new CosignatureKey("witness.example/w1", new byte[32]);
        var note = SignedNote.Parse(await File.ReadAllTextAsync(fixture.Log.Folder.CheckpointFile));
        var cosigned = note with { Signatures = [.. note.Signatures, witness.Sign(note.Text, Samples.At)] };
        await File.WriteAllTextAsync(fixture.Log.Folder.CheckpointFile, cosigned.ToString());
        string[] keys = [fixture.Log.Key.Verifier.ToString(), witness.Verifier.ToString()];
        Assert.Equal((0, "3 entries and 1 tiles of zhuangjin.example/log hold, signed by 2\n"), await OutsideProgram.ReadWithNpmAsync(fixture.Log.Folder.Path, keys));

        var later = cosigned.Signatures[1].Bytes.ToArray();
        later[11]++; // the time is under the signature
        await File.WriteAllTextAsync(fixture.Log.Folder.CheckpointFile, (note with { Signatures = [.. note.Signatures, cosigned.Signatures[1] with { Bytes = later }] }).ToString());
        Assert.Equal(1, (await OutsideProgram.ReadWithNpmAsync(fixture.Log.Folder.Path, keys)).Code);
    }
}
