using System.Security.Cryptography;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>One message after another by the platform's SHA-256.</summary>
internal sealed class PlatformSha256() : WideHash("SHA-256", 1)
{
    private const int OnStack = 1024;

    private protected override void HashAll(ReadOnlySpan<byte> prefix, Messages messages, Span<byte> digests)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            One(prefix, messages[i], digests.Slice(i * Length, Length));
        }
    }

    public static void One(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        var length = prefix.Length + message.Length;
        Span<byte> joined = length <= OnStack ? stackalloc byte[OnStack] : new byte[length];
        prefix.CopyTo(joined);
        message.CopyTo(joined[prefix.Length..]);
        SHA256.HashData(joined[..length], digest);
    }
}
