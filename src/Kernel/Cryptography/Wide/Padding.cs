using System.Buffers.Binary;

namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>Cuts prefix ‖ message ‖ padding into blocks of 64 bytes, as SHA-256 and SM3 alike ask for (FIPS 180-4, 5.1.1; GB/T 32905-2016, 5.2).</summary>
internal static class Padding
{
    public const int Block = 64;

    /// <summary>The one bit that follows the message, and its length in bits.</summary>
    private const int Least = 1 + 8;

    /// <summary>Blocks of a message of so many bytes, its prefix counted.</summary>
    public static int Blocks(int length) => checked((int)(((long)length + Least + Block - 1) / Block));

    /// <summary>Writes block <paramref name="number"/> of a message.</summary>
    public static void Write(int number, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> message, Span<byte> block)
    {
        var from = (Block * number) - prefix.Length;
        if (from >= 0 && from <= message.Length - Block)
        {
            message.Slice(from, Block).CopyTo(block);
            return;
        }
        block = block[..Block];
        block.Clear();
        var rest = block;
        var start = from;
        if (number == 0)
        {
            prefix.CopyTo(block); // it is shorter than a block
            rest = block[prefix.Length..];
            start = 0;
        }
        if (start <= message.Length)
        {
            var part = message[start..Math.Min(message.Length, start + rest.Length)];
            part.CopyTo(rest);
            if (part.Length < rest.Length)
            {
                rest[part.Length] = 0x80;
            }
        }
        if (number == Blocks(prefix.Length + message.Length) - 1)
        {
            BinaryPrimitives.WriteUInt64BigEndian(block[(Block - 8)..], 8 * ((ulong)prefix.Length + (ulong)message.Length));
        }
    }
}
