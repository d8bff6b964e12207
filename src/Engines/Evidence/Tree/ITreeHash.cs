namespace Zhuangjin.Evidence.Tree;

/// <summary>The hash of a Merkle tree with RFC 6962's domain separation. A second tree over the same entries (SM3, GB/T 32905) is a second implementation.</summary>
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
}
