using Zhuangjin.Kernel.Cryptography.Wide;

namespace Zhuangjin.Evidence.Tree;

/// <summary>The hash of a Merkle tree with RFC 6962's domain separation. A second tree over the same entries (SM3, GB/T 32905) is a second implementation.</summary>
/// <remarks>Who has many to hash uses the methods for many: they are several times faster and give the same.</remarks>
internal interface ITreeHash
{
    /// <summary>"sha256"; stands beside what the hash made.</summary>
    string Name { get; }

    /// <summary>Bytes of one hash.</summary>
    int Length { get; }

    /// <summary>The root of the tree without leaves.</summary>
    byte[] Empty();

    /// <summary>H(0x00 ‖ entry).</summary>
    byte[] Leaf(ReadOnlySpan<byte> entry);

    /// <summary>H(0x01 ‖ left ‖ right).</summary>
    byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    /// <summary>The leaf hash of each entry.</summary>
    /// <param name="hashes">Takes the hashes, one after another: <see cref="Length"/> bytes for each entry.</param>
    void Leaves(Messages entries, Span<byte> hashes);

    /// <summary>The node hash of each pair of neighbours.</summary>
    /// <param name="children">Hashes, one after another; an even number.</param>
    /// <param name="hashes">Takes the hashes of the parents: half as many bytes. May be the beginning of <paramref name="children"/>.</param>
    void Nodes(ReadOnlySpan<byte> children, Span<byte> hashes);
}

internal static class TreeHashes
{
    /// <summary>The leaf hash of each entry, in arrays of their own.</summary>
    public static byte[][] Leaves(this ITreeHash hash, ReadOnlySpan<byte[]> entries)
    {
        var all = new byte[entries.Length * hash.Length];
        hash.Leaves(new Messages(entries), all);
        var each = new byte[entries.Length][];
        for (var i = 0; i < each.Length; i++)
        {
            each[i] = all.AsSpan(i * hash.Length, hash.Length).ToArray();
        }
        return each;
    }
}
