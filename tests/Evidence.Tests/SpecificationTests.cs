using System.Buffers.Binary;
using System.Text;
using Xunit;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Every concrete example in the C2SP texts that our formats follow, beside those in <see cref="FormatTests"/>: signed-note, tlog-checkpoint, tlog-cosignature,
/// tlog-witness, tlog-proof, tlog-tiles. Most give no key or shorten their signatures with "[...]"; of these the form is checked.</summary>
public sealed class SpecificationTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    private const string Checkpoint = $"example.com/behind-the-sofa\n20852163\n{Root}\n";

    private const string ByTheLog = "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    [Fact]
    public void Signed_note_may_hold_empty_lines_and_any_script()
    {
        const string Poem = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n";
        const string Note = Poem + "\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
        var note = SignedNote.Parse(Note);
        Assert.Equal(Poem, note.Text);
        Assert.Equal(("quasimodo.example/salvatore", 4 + 64), (note.Signatures.Single().Name, note.Signatures.Single().Bytes.Length));
        Assert.Equal(Note, note.ToString());
    }

    [Fact]
    public void Signed_note_says_how_a_key_gets_its_id()
    {
        // key ID = SHA-256(key name || 0x0A || 0x01 || 32-byte Ed25519 public key)[:4]
        var key = VerifierKey.Parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        Assert.Equal(("example.com/foo", KeyType.Ed25519, 0x530d903au), (key.Name, key.Type, key.Id));
    }

    [Fact]
    public void A_note_of_sixteen_large_signatures_is_accepted()
    {
        // "MUST accept at least up to 16 signatures. Remember that post-quantum signatures can be up to nearly 5kB in size."
        var note = new SignedNote("text\n", [.. Enumerable.Range(0, 16).Select(i => new NoteSignature($"w{i}.example", new byte[4 + 5000]))]);
        Assert.Equal(16, SignedNote.Parse(note.ToString()).Signatures.Count);
    }

    [Fact]
    public void Cosignature_example_names_its_time_and_is_cosigned_as_the_text_says()
    {
        var note = SignedNote.Parse(Checkpoint + "\n" + ByTheLog
            + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n");
        var witness = note.Signatures[1];
        Assert.Equal(("witness.example.com/w1", 0x8d66cf3fu, 4 + 8 + 64), (witness.Name, witness.KeyId, witness.Bytes.Length));
        var at = DateTimeOffset.FromUnixTimeSeconds((long)BinaryPrimitives.ReadUInt64BigEndian(witness.Bytes.AsSpan(4)));
        Assert.Equal("cosignature/v1\ntime 1679315147\n" + Checkpoint, Encoding.UTF8.GetString(VerifierKey.CosignedHeader(at)) + note.Text);
    }

    [Fact]
    public void Witness_example_has_two_keys_of_one_name_and_several_cosignatures()
    {
        var note = SignedNote.Parse(Checkpoint + "\n" + ByTheLog
            + "— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n"
            + "— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==\n"
            + "— witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==\n"
            + "— witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==\n");
        Assert.Equal([0x033de0aeu, 0xa292ea05u, 0x08ca7ee8u, 0x23bac4a6u, 0x016ba2f1u], note.Signatures.Select(s => s.KeyId));
        Assert.Equal([68, 68, 76, 76, 76], note.Signatures.Select(s => s.Bytes.Length));
        Assert.Equal(20_852_163, Notes.Checkpoint.Parse(note.Text).Size);
    }

    [Fact]
    public void Proof_example_is_read_line_by_line()
    {
        // The example's extra data and signatures are shortened; whole ones stand in their places.
        string[] path =
        [
            "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=", "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=", "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=",
            "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=", "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=",
        ];
        const string Note = "example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n— example.com/fancylog hI2DJwAA\n— witness1.example mJirIgAA\n";
        var start = "c2sp.org/tlog-proof@v1\nextra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6\nindex 73894\n";
        var text = $"{start}{string.Join('\n', path)}\n\n{Note}";
        var proof = LogProof.Parse(text);
        Assert.Equal(("age-v1.2.1-darwin-arm64.tar.gz", 73_894L), (Encoding.UTF8.GetString(proof.Extra!), proof.Index));
        Assert.Equal(path, proof.Hashes.Select(Convert.ToBase64String));
        Assert.Equal(109_482, Notes.Checkpoint.Parse(proof.Checkpoint.Text).Size);
        Assert.Equal(text, proof.ToString());

        Assert.Null(LogProof.Parse(text.Replace("extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6\n", "")).Extra); // "If no extra data is present, this line is omitted."
        Assert.Empty(LogProof.Parse("c2sp.org/tlog-proof@v1\nindex 0\n\n" + Note).Hashes); // the only leaf of a tree
        foreach (var wrong in (string[])[text.Replace("index 73894", "index 073894"), text.Replace("@v1", "@v2"), text.Replace("index ", "place "), text.Replace("\n\nexample", "\nexample")])
        {
            Assert.Throws<FormatException>(() => LogProof.Parse(wrong));
        }
    }

    [Fact]
    public void Tiles_example_has_the_lengths_and_spans_of_the_text()
    {
        // "Full tiles MUST be exactly 256 hashes wide"; "floor(s / 256**l) mod 256" hashes in the partial one; "Empty tiles MUST NOT be served."
        foreach (var size in (long[])[1, 255, 256, 257, 65_535, 65_536, 70_000, 16_777_216, 20_852_163])
        {
            var level = 0;
            for (var count = size; count > 0; count /= 256, level++)
            {
                var tiles = TilePath.Of(size).Where(t => t.Level == level).ToList();
                Assert.Equal(count / 256, tiles.Count(t => t.IsFull));
                Assert.Equal(count % 256 == 0 ? [] : [(int)(count % 256)], tiles.Where(t => !t.IsFull).Select(t => t.Width));
                Assert.All(tiles, t => Assert.True(t.IsWithin(size) && !t.IsWithin(((t.First + t.Width) * (long)Math.Pow(256, t.Level)) - 1)));
            }
            Assert.DoesNotContain(TilePath.Of(size), t => t.Level >= level || t.Width == 0);
        }
        Assert.Equal("tile/0/x001/x234/067", new TilePath(0, 1_234_067, 256).ToString());
    }
}
