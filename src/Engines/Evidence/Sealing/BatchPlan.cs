using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>Where the leaves of a batch stand in the tree, and what the tree is with them. Computed in memory, before anything is written.</summary>
internal sealed class BatchPlan
{
    public BatchPlan(LogState before, IEnumerable<byte[]> leaves)
    {
        Before = before;
        Edge = before.RightEdge();
        foreach (var leaf in leaves)
        {
            Leaves.Add(leaf);
            Edge.Append(leaf, (height, place, root) =>
            {
                if (height % 8 == 0)
                {
                    Nodes.Add((height / 8, place, root));
                }
            });
        }
        Root = Edge.Root();
    }

    public LogState Before { get; }

    /// <summary>The leaf hashes, the first at place <see cref="LogState.Size"/> of <see cref="Before"/>.</summary>
    public List<byte[]> Leaves { get; } = [];

    /// <summary>Roots of the tiles that the batch fills.</summary>
    public List<(int Level, long Place, byte[] Hash)> Nodes { get; } = [];

    public RightEdge Edge { get; }

    public byte[] Root { get; }

    public long Size => Edge.Size;
}
