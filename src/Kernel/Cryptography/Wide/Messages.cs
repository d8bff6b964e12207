namespace Zhuangjin.Kernel.Cryptography.Wide;

/// <summary>Where a message lies within a larger buffer.</summary>
public readonly record struct Slice(int Start, int Length);

/// <summary>Many messages to hash, read where they lie.</summary>
public readonly ref struct Messages
{
    private readonly ReadOnlySpan<byte[]> _arrays;
    private readonly ReadOnlySpan<byte> _data;
    private readonly ReadOnlySpan<Slice> _slices;
    private readonly int _length;

    /// <summary>Each in an array of its own.</summary>
    public Messages(ReadOnlySpan<byte[]> arrays)
    {
        _arrays = arrays;
        Count = arrays.Length;
    }

    /// <summary>Parts of one buffer.</summary>
    public Messages(ReadOnlySpan<byte> data, ReadOnlySpan<Slice> slices)
    {
        _data = data;
        _slices = slices;
        Count = slices.Length;
    }

    /// <summary>One after another in a buffer, all of the same length in bytes.</summary>
    /// <exception cref="ArgumentException">The buffer does not end with a message.</exception>
    public Messages(ReadOnlySpan<byte> data, int length)
    {
        if (length < 1 || data.Length % length != 0)
        {
            throw new ArgumentException($"{data.Length} bytes are not a number of messages of {length} bytes.", nameof(data));
        }
        _data = data;
        _length = length;
        Count = data.Length / length;
    }

    public int Count { get; }

    public ReadOnlySpan<byte> this[int index] =>
        _length > 0 ? _data.Slice(index * _length, _length)
        : _slices.Length > 0 ? _data.Slice(_slices[index].Start, _slices[index].Length)
        : _arrays[index];
}
