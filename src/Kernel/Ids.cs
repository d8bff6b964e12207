using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Zhuangjin.Kernel;

/// <summary>Identifiers: 26 lower-case letters and digits (Crockford base 32 of a version 7 UUID, RFC 9562), sortable by time of making.</summary>
public static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _taken;

    /// <summary>A new id whose leading 48 bits are the instant in milliseconds since 1970.</summary>
    public static string New(TimeProvider time) => New(time.GetUtcNow());

    /// <inheritdoc cref="New(TimeProvider)"/>
    public static string New(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        TakeRandom(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at.ToUnixTimeMilliseconds() << 16) | (BinaryPrimitives.ReadInt64BigEndian(bytes) & 0xFFFF));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(26, number, static (span, value) =>
        {
            for (var i = 25; i >= 0; i--)
            {
                span[i] = Alphabet[(int)(value & 31)];
                value >>= 5;
            }
        });
    }

    /// <summary>From the system's generator, which is asked for many at once: a call costs more than what it gives.</summary>
    private static void TakeRandom(Span<byte> bytes)
    {
        var random = _random ??= new byte[64 * 16];
        if (_taken == 0)
        {
            RandomNumberGenerator.Fill(random);
        }
        random.AsSpan(_taken, bytes.Length).CopyTo(bytes);
        _taken = (_taken + bytes.Length) % random.Length;
    }

    /// <summary>True for a text of the shape that <see cref="New(TimeProvider)"/> gives.</summary>
    public static bool IsId(string? text) => text is { Length: 26 } && text.All(c => Alphabet.Contains(c));
}
