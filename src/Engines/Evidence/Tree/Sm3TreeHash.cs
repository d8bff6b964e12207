using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Cryptography.Wide;

namespace Zhuangjin.Evidence.Tree;

/// <summary>SM3 (GB/T 32905-2016) with RFC 6962's domain separation: the national tree over the same entries.</summary>
internal sealed class Sm3TreeHash : ITreeHash
{
    public static readonly Sm3TreeHash Instance = new();

    private Sm3TreeHash() { }

    public string Name => "sm3";

    public int Length => Sm3.Length;

    public byte[] Empty() => Sm3.Hash([]);

    public byte[] Leaf(ReadOnlySpan<byte> entry) => Sm3.Hash([0, .. entry]);

    public byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Sm3.Hash([1, .. left, .. right]);

    public void Leaves(Messages entries, Span<byte> hashes) => WideHash.Sm3.Hash([0], entries, hashes);

    public void Nodes(ReadOnlySpan<byte> children, Span<byte> hashes) => WideHash.Sm3.Hash([1], new Messages(children, 2 * WideHash.Length), hashes);
}
