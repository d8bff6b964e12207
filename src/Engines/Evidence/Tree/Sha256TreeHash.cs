using System.Security.Cryptography;
using Zhuangjin.Kernel.Cryptography.Wide;

namespace Zhuangjin.Evidence.Tree;

/// <summary>SHA-256, as every C2SP log has it.</summary>
internal sealed class Sha256TreeHash : ITreeHash
{
    public static readonly Sha256TreeHash Instance = new();

    private const int OnStack = 1024;

    public string Name => "sha256";

    public int Length => SHA256.HashSizeInBytes;

    public byte[] Empty() => SHA256.HashData([]);

    public byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        Span<byte> message = entry.Length < OnStack ? stackalloc byte[entry.Length + 1] : new byte[entry.Length + 1];
        message[0] = 0;
        entry.CopyTo(message[1..]);
        return SHA256.HashData(message);
    }

    public byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> message = stackalloc byte[1 + (2 * SHA256.HashSizeInBytes)];
        message[0] = 1;
        left.CopyTo(message[1..]);
        right.CopyTo(message[(1 + SHA256.HashSizeInBytes)..]);
        return SHA256.HashData(message);
    }

    public void Leaves(Messages entries, Span<byte> hashes) => WideHash.Sha256.Hash([0], entries, hashes);

    public void Nodes(ReadOnlySpan<byte> children, Span<byte> hashes) => WideHash.Sha256.Hash([1], new Messages(children, 2 * WideHash.Length), hashes);
}
