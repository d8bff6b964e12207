using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The specifications' own examples (c2sp.org), and what they forbid.</summary>
public sealed class FormatTests
{
    private const string ExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private const string ExampleNote = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    private const string ExampleCheckpoint = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    [Fact]
    public void The_example_note_is_signed_by_the_example_key()
    {
        var key = VerifierKey.Parse(ExampleKey);
        Assert.Equal(ExampleKey, key.ToString());
        var note = SignedNote.Parse(ExampleNote);
        Assert.True(note.IsSignedBy(key));
        Assert.Equal(ExampleNote, note.ToString());
        Assert.False(SignedNote.Parse(ExampleNote.Replace("an example", "a example")).IsSignedBy(key));
    }

    [Fact]
    public void Signatures_of_strangers_are_kept_and_a_false_one_in_the_keys_name_is_refused()
    {
        using var own = new NoteKey("log.example/a", RandomNumberGenerator.GetBytes(32));
        using var witness = new NoteKey("witness.example/w", RandomNumberGenerator.GetBytes(32));
        var note = own.Sign("text\n");
        var both = note with { Signatures = [.. note.Signatures, .. witness.Sign("text\n").Signatures] };
        Assert.True(SignedNote.Parse(both.ToString()).IsSignedBy(own.Verifier));
        Assert.True(SignedNote.Parse(both.ToString()).IsSignedBy(witness.Verifier));

        var forged = note with { Signatures = [.. note.Signatures, .. own.Sign("other\n").Signatures] };
        Assert.False(forged.IsSignedBy(own.Verifier));
        Assert.False((note with { Signatures = witness.Sign("text\n").Signatures }).IsSignedBy(own.Verifier));
    }

    [Fact]
    public void The_example_checkpoint_is_read()
    {
        var checkpoint = Checkpoint.Parse(SignedNote.Parse(ExampleCheckpoint).Text);
        Assert.Equal(("example.com/behind-the-sofa", 20_852_163L), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", Convert.ToBase64String(checkpoint.Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no signature\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— name\n")]
    [InlineData("text\n\n- name AAAAAAAA\n")]
    [InlineData("text\n\n— name AAAA\n")]
    [InlineData("te\txt\n\n— name AAAAAAAA\n")]
    [InlineData("text\n\n— na+me AAAAAAAA\n")]
    public void What_is_no_note_is_refused(string text) => Assert.Throws<FormatException>(() => SignedNote.Parse(text));

    [Theory]
    [InlineData("o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n1\nCsUY\n")]
    [InlineData("\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("o\n1\n")]
    public void What_is_no_checkpoint_is_refused(string text) => Assert.Throws<FormatException>(() => Checkpoint.Parse(text));

    [Theory]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo")]
    [InlineData("")]
    public void What_is_no_verifier_key_is_refused(string line) => Assert.Throws<FormatException>(() => VerifierKey.Parse(line));

    [Fact]
    public void Tiles_have_the_paths_and_numbers_of_the_specification()
    {
        Assert.Equal("tile/0/x001/x234/067", new TilePath(0, 1_234_067, 256).ToString());
        Assert.Equal("tile/entries/x001/x234/067.p/5", new TilePath(TilePath.Entries, 1_234_067, 5).ToString());

        // "a tree of size 70,000 will be represented by …"
        var hashes = TilePath.Of(70_000).Where(t => t.Level != TilePath.Entries).ToList();
        Assert.Equal(273, hashes.Count(t => t.Level == 0 && t.IsFull));
        Assert.Equal([112], hashes.Where(t => t.Level == 0 && !t.IsFull).Select(t => t.Width));
        Assert.Equal([256, 17], hashes.Where(t => t.Level == 1).Select(t => t.Width));
        Assert.Equal([1], hashes.Where(t => t.Level == 2).Select(t => t.Width));
        Assert.Equal(3, TilePath.Of(256).Count()); // the bundle, a full tile, and a partial one above
        Assert.Empty(TilePath.Of(0));
    }

    [Fact]
    public void Every_path_is_read_back_and_no_other_spelling()
    {
        Assert.All(TilePath.Of(600_123), tile => Assert.True(TilePath.TryParse(tile.ToString(), out var read) && read == tile));
        foreach (var path in (string[])["tile/0/1", "tile/00/001", "tile/0/x001", "tile/0/000.p/256", "tile/0/000.p/0", "tile/0/000.p/01", "tile/64/000", "tile/-1/000",
            "tile/0/x000/001", "tile/0/001/002", "tile/0/../000", "tile/entries", "tile/x/000", "tile/0/001.p", "checkpoint", "tile/0/x999/x999/x999/x999/x999/x999/x999/999"])
        {
            Assert.False(TilePath.TryParse(path, out _), path);
        }
    }

    [Fact]
    public void What_comes_between_two_sizes_completes_the_older_tree()
    {
        foreach (var (older, newer) in new[] { (0, 1), (1, 255), (255, 256), (250, 600), (65_535, 65_537), (300, 300), (70_000, 140_000) })
        {
            var wanted = TilePath.Of(newer).ToHashSet();
            wanted.ExceptWith(TilePath.Of(older));
            Assert.Equal(wanted, TilePath.Between(older, newer).ToHashSet());
        }
    }

    [Fact]
    public void A_bundle_is_read_back_and_never_beyond_its_end()
    {
        byte[][] entries = [[], [1, 2, 3], new byte[65_535]];
        var bundle = EntryBundle.Write(entries);
        Assert.Equal(entries, EntryBundle.Read(bundle));
        foreach (var cut in (int[])[1, 3, 4, 6, 8, 100, 65_000])
        {
            Assert.Throws<InvalidDataException>(() => EntryBundle.Read(bundle.AsSpan(0, cut)));
        }
    }

    [Fact]
    public void An_entry_has_one_spelling_only()
    {
        var entry = Samples.Entry with { Facts = ImmutableSortedDictionary.CreateRange<string, string>(StringComparer.Ordinal, [new("结论", "\"同意\"\n\t\\"), new("B", "\u0001"), new("a", "𠀀")]) };
        var bytes = entry.ToBytes();
        Assert.Equal(
            """{"actor":"office/1","at":"2022-08-16T09:00:00.000000+08:00","commitments":{},"facts":{"B":"\u0001","a":"𠀀","结论":"\"同意\"\n\t\\"},"id":"e1","seq":1,"stream":"case/1","type":"cases.item-agreed","v":1}""",
            Encoding.UTF8.GetString(bytes));
        var read = Entry.Read(bytes);
        Assert.Equal(bytes, read.ToBytes());
        Assert.Equal(entry.Facts, read.Facts);

        var text = Encoding.UTF8.GetString(bytes);
        foreach (var other in (string[])[text.Replace("{\"actor\"", "{ \"actor\""), text.Replace("\"v\":1", "\"v\":2"), text.Replace("\"seq\":1,", ""), text + " ", text[..^1], text.Replace("\"e1\"", "null"), "[]", ""])
        {
            Assert.Throws<FormatException>(() => Entry.Read(Encoding.UTF8.GetBytes(other)));
        }
    }

    [Fact]
    public void A_commitment_binds_salt_name_and_value_apart()
    {
        var salt = new byte[16];
        var one = Commitment.Of(salt, "name", "张三");
        Assert.Equal(Convert.ToBase64String(SHA256.HashData([.. "zhuangjin/commitment/v1\n"u8, .. salt, .. "name\n张三"u8])), one);
        Assert.NotEqual(one, Commitment.Of(salt, "name", "张四"));
        Assert.NotEqual(one, Commitment.Of(Commitment.NewSalt(), "name", "张三"));
        Assert.Throws<ArgumentException>(() => Commitment.Of(new byte[15], "name", "张三"));
        Assert.Throws<ArgumentException>(() => Commitment.Of(salt, "na\nme", "张三"));
    }

    [Theory]
    [InlineData("11010519491231002X", "citizen-id")]
    [InlineData("身份证11010519491231002x。", "citizen-id")]
    [InlineData("110105194912310021", null)] // wrong check digit
    [InlineData("联系 13800138000", "phone")]
    [InlineData("+86 138-0013-8000", "phone")]
    [InlineData("1660608000000000", null)]
    [InlineData("01h2xcejqtf213800138000pqa", null)]
    [InlineData("百色某某公司 91110000600037341L", "named-enterprise")]
    [InlineData("91110000600037341L", null)]
    [InlineData("agreed", null)]
    [InlineData("2022-08-22", null)]
    public void Personal_data_is_recognised(string text, string? kind) => Assert.Equal(kind, PersonalData.KindIn(text));
}
