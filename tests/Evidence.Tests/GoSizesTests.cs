using System.Globalization;
using System.Text;
using Xunit;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Trees of several hundred random sizes from 0 to 70,000, with all that is published and proved of them, before Debian's golang.org/x/mod/sumdb/{tlog,note}.</summary>
public sealed class GoSizesTests
{
    private const int Largest = 70_000;

    /// <summary>The hashes of one growing tree in memory, by level of tiles.</summary>
    private sealed class MemoryTree
    {
        private readonly List<List<byte[]>> _levels = [[]];
        private readonly RightEdge _edge = new(Sha256TreeHash.Instance);

        public long Size => _edge.Size;

        public byte[] Root => _edge.Root();

        /// <summary>Proofs by the same code that makes them from the database; only the source of the hashes is another one.</summary>
        public TreeReader Reader => new(null!, Sha256TreeHash.Instance, (_, level, start, end) => ValueTask.FromResult(_levels[level][(int)start..(int)end]));

        public static byte[] Entry(long index) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"e{index}"));

        public void GrowTo(long size)
        {
            var leaves = Sha256TreeHash.Instance.Leaves([.. Range(Size, size).Select(Entry)]);
            _levels[0].AddRange(leaves);
            _edge.AppendAll([.. leaves.SelectMany(l => l)], (level, place, hash) =>
            {
                if (level == _levels.Count)
                {
                    _levels.Add([]);
                }
                Assert.Equal(_levels[level].Count, place);
                _levels[level].Add(hash);
            });
        }

        public byte[] Content(TilePath tile) => tile.Level == TilePath.Entries
            ? EntryBundle.Write([.. Range(tile.First, tile.First + tile.Width).Select(Entry)])
            : [.. _levels[tile.Level].GetRange((int)tile.First, tile.Width).SelectMany(h => h)];

        private static IEnumerable<long> Range(long start, long end)
        {
            for (var i = start; i < end; i++)
            {
                yield return i;
            }
        }
    }

    private static string Line(string kind, long number, IEnumerable<byte[]> hashes) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} {number} {string.Join(' ', hashes.Select(h => Convert.ToBase64String(h)))}").TrimEnd() + "\n";

    private static List<long> Sizes(Random random)
    {
        // Where something begins or ends, and the specification's own example of 70,000; the others by chance, small and large ones.
        long[] corners = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65_280, 65_535, 65_536, 65_537, 65_792, Largest];
        var chance = Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? random.NextInt64(1_000) : random.NextInt64(Largest));
        return [.. corners.Concat(chance).Distinct().Order()];
    }

    [Fact]
    public async Task Another_library_makes_the_same_trees_tiles_and_paths_and_accepts_every_proof()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var (tree, sizes, says) = (new MemoryTree(), Sizes(random), new StringBuilder());
        var (tiles, records, trees) = (0, 0, 0);
        for (var i = 0; i < sizes.Count; i++)
        {
            var before = tree.Size;
            tree.GrowTo(sizes[i]);
            says.Append(Line("size", tree.Size, [tree.Root]));
            foreach (var tile in TilePath.Between(before, tree.Size))
            {
                says.Append(CultureInfo.InvariantCulture, $"tile {tile} {Convert.ToBase64String(tree.Content(tile))}\n");
                tiles++;
            }
            foreach (var index in tree.Size == 0 ? [] : (long[])[0, tree.Size - 1, .. Enumerable.Range(0, 10).Select(_ => random.NextInt64(tree.Size))])
            {
                says.Append(Line("record", index, await tree.Reader.InclusionAsync(index, tree.Size)));
                records++;
            }
            foreach (var older in sizes.Take(i + 1).Where(s => s > 0 && (s == tree.Size || random.Next(i + 1) < 10)))
            {
                says.Append(Line("tree", older, await tree.Reader.ConsistencyAsync(older, tree.Size)));
                trees++;
            }
        }
        for (var i = 0; i < 500; i++)
        {
            var tile = new TilePath(random.Next(0, 64), random.NextInt64(1L << random.Next(1, 45)), random.Next(4) == 0 ? 256 : random.Next(1, 256));
            says.Append(CultureInfo.InvariantCulture, $"path {tile.Level} {tile.Index} {tile.Width} {tile}\n");
        }

        var (code, output) = await GoProgram.CheckSizes.RunAsync([], says.ToString());
        var lines = output.TrimEnd('\n').Split('\n');
        Assert.True(code == 0, $"seed {seed}: {lines[^1]}");
        Assert.Equal($"{sizes.Count} sizes, {tiles} tiles, {records} record proofs, {trees} tree proofs, 500 paths", lines[^1]);

        // And the other way round: what its note package signs over the same trees, ours reads and verifies.
        var key = VerifierKey.Parse(lines[0]);
        foreach (var (size, line) in sizes.Zip(lines[1..^1]))
        {
            var note = SignedNote.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(line)));
            Assert.True(note.IsSignedBy(key));
            Assert.Equal(("go.example/log", size), (Checkpoint.Parse(note.Text).Origin, Checkpoint.Parse(note.Text).Size));
        }
        Assert.Equal(sizes.Count, lines.Length - 2);
    }

    [Theory]
    [InlineData("size 1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "the root at size 1")]
    [InlineData("tile tile/0/000.p/1 AAAA\n", "there is no new tile")]
    [InlineData("path 0 1234067 256 tile/0/1234067\n", "has the path tile/0/x001/x234/067")]
    public async Task It_refuses_what_is_wrong(string says, string reason)
    {
        var (code, output) = await GoProgram.CheckSizes.RunAsync([], says);
        Assert.Equal(1, code);
        Assert.Contains(reason, output);
    }
}
