using CsCheck;
using Xunit;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Tests;

public sealed class TreeTests
{
    private static readonly ITreeHash Hash = Sha256TreeHash.Instance;

    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, 70_100).Select(i => NaiveTree.Leaf(BitConverter.GetBytes(i)))];

    private static RightEdge Grow(int size, Action<int, long, byte[]>? completed = null)
    {
        var edge = new RightEdge(Hash);
        foreach (var leaf in Leaves.AsSpan(0, size))
        {
            edge.Append(leaf, completed);
        }
        return edge;
    }

    private static List<byte[]> Hashes(List<LeafRange> ranges) => [.. ranges.Select(r => NaiveTree.Root(Leaves.AsSpan((int)r.Start, (int)(r.End - r.Start))))];

    [Fact]
    public void The_hashes_are_those_of_RFC_6962()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(Hash.Empty()));
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", Convert.ToHexStringLower(Hash.Leaf([])));
        Assert.Equal(
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            Convert.ToHexStringLower(Hash.Node(Hash.Leaf([]), Hash.Leaf([0]))));
        Assert.Equal(Hash.Leaf(new byte[5000]), NaiveTree.Leaf(new byte[5000]));
    }

    [Fact]
    public void Growing_gives_the_root_of_the_naive_tree_at_every_small_size()
    {
        for (var size = 0; size <= 600; size++)
        {
            var edge = Grow(size);
            Assert.Equal(NaiveTree.Root(Leaves.AsSpan(0, size)), edge.Root());
            Assert.Equal(edge.Root(), new RightEdge(Hash, size, edge.ToBytes()).Root());
        }
    }

    [Fact]
    public void Growing_gives_the_root_of_the_naive_tree_at_random_sizes()
    {
        Gen.Int[0, 70_000].Sample(size => Grow(size).Root().AsSpan().SequenceEqual(NaiveTree.Root(Leaves.AsSpan(0, size))), iter: 40);
    }

    [Fact]
    public void Each_completed_subtree_is_told_once_with_its_own_root()
    {
        var told = new Dictionary<(int, long), byte[]>();
        Grow(1000, (height, index, root) => told.Add((height, index), root));
        Assert.Equal(500 + 250 + 125 + 62 + 31 + 15 + 7 + 3 + 1, told.Count);
        foreach (var ((height, index), root) in told)
        {
            Assert.Equal(NaiveTree.Root(Leaves.AsSpan((int)index << height, 1 << height)), root);
        }
    }

    [Fact]
    public void Growing_by_many_at_once_gives_what_growing_one_by_one_gives()
    {
        foreach (var hash in (ITreeHash[])[Sha256TreeHash.Instance, Sm3TreeHash.Instance])
        {
            Gen.OneOf(Gen.Int[0, 20], Gen.Int[0, 700]).Array[1, 8].Sample(
                steps =>
                {
                    var (edge, expected) = (new RightEdge(hash), new RightEdge(hash));
                    var (told, expectedTold) = (new Dictionary<(int, long), string>(), new Dictionary<(int, long), string>());
                    foreach (var step in steps)
                    {
                        var leaves = Leaves.AsSpan((int)edge.Size, step);
                        foreach (var leaf in leaves)
                        {
                            expected.Append(leaf, (height, index, root) => _ = height % 8 == 0 && expectedTold.TryAdd((height / 8, index), Convert.ToHexString(root)));
                        }
                        edge.AppendAll([.. leaves.ToArray().SelectMany(l => l)], (level, place, root) => told.Add((level, place), Convert.ToHexString(root)));
                        Assert.Equal(expected.Size, edge.Size);
                        Assert.Equal(expected.ToBytes(), edge.ToBytes());
                        Assert.Equal(expected.Root(), edge.Root());
                    }
                    Assert.Equal(expectedTold.OrderBy(t => t.Key), told.OrderBy(t => t.Key));
                },
                iter: 25);
        }
    }

    [Fact]
    public void Many_leaves_and_nodes_at_once_are_those_of_one_at_a_time()
    {
        var entries = Enumerable.Range(0, 300).Select(i => Enumerable.Repeat((byte)i, i * 7).ToArray()).ToArray();
        foreach (var hash in (ITreeHash[])[Sha256TreeHash.Instance, Sm3TreeHash.Instance])
        {
            var leaves = hash.Leaves(entries);
            Assert.Equal(entries.Select(e => hash.Leaf(e)), leaves);
            var nodes = new byte[150 * hash.Length];
            hash.Nodes([.. leaves.SelectMany(l => l)], nodes);
            Assert.Equal(leaves.Chunk(2).SelectMany(pair => hash.Node(pair[0], pair[1])), nodes);
        }
    }

    [Fact]
    public void Inclusion_proofs_are_the_naive_ones_and_lead_to_the_root()
    {
        var cases = Gen.Int[1, 70_000].SelectMany(size => Gen.Int[0, size - 1].Select(index => (size, index)));
        cases.Sample(
            c =>
            {
                var leaves = Leaves.AsSpan(0, c.size);
                var proof = Hashes(TreeShape.Inclusion(c.index, c.size));
                Assert.Equal(NaiveTree.Path(c.index, leaves), proof);
                Assert.Equal(NaiveTree.Root(leaves), TreeProof.RootOfInclusion(Hash, c.index, c.size, Leaves[c.index], proof));
            },
            iter: 40);
    }

    [Fact]
    public void Consistency_proofs_are_the_naive_ones_and_hold()
    {
        var cases = Gen.Int[0, 70_000].SelectMany(size => Gen.Int[0, size].Select(older => (size, older)));
        cases.Sample(c => CheckConsistency(c.older, c.size), iter: 40);
        for (var size = 1; size <= 40; size++)
        {
            for (var older = 0; older <= size; older++)
            {
                CheckConsistency(older, size);
            }
        }
    }

    private static void CheckConsistency(int older, int newer)
    {
        var proof = Hashes(TreeShape.Consistency(older, newer));
        if (older > 0)
        {
            Assert.Equal(NaiveTree.Proof(older, Leaves.AsSpan(0, newer)), proof);
        }
        var (oldRoot, newRoot) = (NaiveTree.Root(Leaves.AsSpan(0, older)), NaiveTree.Root(Leaves.AsSpan(0, newer)));
        Assert.True(TreeProof.IsConsistent(Hash, older, newer, oldRoot, newRoot, proof));

        var forged = (byte[])newRoot.Clone();
        forged[7] ^= 1;
        Assert.False(older > 0 && TreeProof.IsConsistent(Hash, older, newer, oldRoot, forged, proof));
        Assert.False(TreeProof.IsConsistent(Hash, older, newer, oldRoot, newRoot, [.. proof, oldRoot]));
    }

    [Fact]
    public void A_proof_that_is_changed_in_any_way_leads_elsewhere()
    {
        const int size = 77;
        var root = NaiveTree.Root(Leaves.AsSpan(0, size));
        for (var index = 0; index < size; index++)
        {
            var proof = Hashes(TreeShape.Inclusion(index, size));
            Assert.NotEqual(root, TreeProof.RootOfInclusion(Hash, index, size, Leaves[(index + 1) % size], proof));
            Assert.NotEqual(root, TreeProof.RootOfInclusion(Hash, index, size, Leaves[index], proof[..^1]));
            Assert.NotEqual(root, TreeProof.RootOfInclusion(Hash, index, size, Leaves[index], [.. proof, root]));
            for (var other = 0; other < size; other++)
            {
                Assert.Equal(other == index, root.AsSpan().SequenceEqual(TreeProof.RootOfInclusion(Hash, other, size, Leaves[index], proof)));
            }
        }
        Assert.Null(TreeProof.RootOfInclusion(Hash, 5, 5, Leaves[0], []));
        Assert.Null(TreeProof.RootOfInclusion(Hash, -1, 5, Leaves[0], []));
    }
}
