namespace Zhuangjin.Evidence.Tree;

/// <summary>What a proof leads to (RFC 9162, 2.1.3.2 and 2.1.4.2). Needs nothing but the proof.</summary>
internal static class TreeProof
{
    /// <summary>The root that a leaf and its siblings give; null when the proof has not the length that index and size ask for.</summary>
    public static byte[]? RootOfInclusion(ITreeHash hash, long index, long size, byte[] leaf, IReadOnlyList<byte[]> proof)
    {
        if (index < 0 || index >= size)
        {
            return null;
        }
        var (node, last, root) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0 || sibling.Length != hash.Length)
            {
                return null;
            }
            if ((node & 1) == 1 || node == last)
            {
                root = hash.Node(sibling, root);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                root = hash.Node(root, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 ? root : null;
    }

    /// <summary>True when the tree of <paramref name="newer"/> leaves with <paramref name="newRoot"/> begins with the tree of <paramref name="older"/> leaves with <paramref name="oldRoot"/>.</summary>
    public static bool IsConsistent(ITreeHash hash, long older, long newer, byte[] oldRoot, byte[] newRoot, IReadOnlyList<byte[]> proof)
    {
        if (older < 0 || older > newer)
        {
            return false;
        }
        if (older == newer)
        {
            return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(newRoot);
        }
        if (older == 0)
        {
            return proof.Count == 0 && oldRoot.AsSpan().SequenceEqual(hash.Empty());
        }
        if (proof.Count == 0 || proof.Any(p => p.Length != hash.Length))
        {
            return false;
        }
        // When the older tree is perfect its root is the first node and is left out of the proof.
        var parts = long.PopCount(older) == 1 ? [oldRoot, .. proof] : proof;
        var (node, last) = (older - 1, newer - 1);
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }
        var (asOld, asNew) = (parts[0], parts[0]);
        foreach (var part in parts.Skip(1))
        {
            if (last == 0)
            {
                return false;
            }
            if ((node & 1) == 1 || node == last)
            {
                asOld = hash.Node(part, asOld);
                asNew = hash.Node(part, asNew);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                asNew = hash.Node(asNew, part);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && asOld.AsSpan().SequenceEqual(oldRoot) && asNew.AsSpan().SequenceEqual(newRoot);
    }
}
