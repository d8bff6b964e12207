using System.Numerics;
using System.Text;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>A text of up to twelve bytes as DuckDB holds it: two words of eight bytes with zeros after its end, which are judged without going through its characters.</summary>
/// <param name="Head">The length in bytes in the lower half, the first four bytes in the upper half.</param>
/// <param name="Tail">The next eight bytes, the first of them the lowest.</param>
internal readonly record struct ShortText(ulong Head, ulong Tail)
{
    public const int Most = 12;

    private const ulong Sixes = 0x0606060606060606UL;
    private const ulong Upper = 0xF0F0F0F0F0F0F0F0UL;
    private const ulong Zeros = 0x3030303030303030UL;
    private const ulong EighthBits = 0x8080808080808080UL;

    public int Length => (int)(uint)Head;

    public bool IsShort => (uint)Head <= Most;

    public static ShortText Of(ReadOnlySpan<byte> text)
    {
        Span<byte> words = stackalloc byte[16];
        words.Clear();
        BitConverter.TryWriteBytes(words, text.Length);
        text.CopyTo(words[4..]);
        return new(BitConverter.ToUInt64(words), BitConverter.ToUInt64(words[8..]));
    }

    /// <summary>Code points: bytes that do not continue one.</summary>
    public int Characters => Length - BitOperations.PopCount(Continuing(Head & 0xFFFFFFFF_00000000UL)) - BitOperations.PopCount(Continuing(Tail));

    public bool IsMobilePhone
    {
        get
        {
            // Four characters are above the length, seven below the last byte.
            var first = (Head >> 32) | ((Zeros >> 32) << 32);
            var rest = Tail | (0x30UL << 56);
            return (uint)Head == 11 && (first & 0xFF) == '1' && ((first >> 8) & 0xFF) >= '3' && AreDigits(first) && AreDigits(rest) && Tail >> 56 == 0;
        }
    }

    private static bool AreDigits(ulong characters) => (characters & Upper) == Zeros && ((characters + Sixes) & Upper) == Zeros;

    /// <summary>The highest bit of each byte that continues a character (10xxxxxx).</summary>
    private static ulong Continuing(ulong bytes) => bytes & ~(bytes << 1) & EighthBits;
}

/// <summary>A test that knows short texts by their words.</summary>
internal interface IShortTest : ITextTest
{
    bool Passes(ShortText text);
}

/// <summary>Judges short texts by their words and others by their characters. Each text is judged.</summary>
internal sealed class ShortKernel<TTest>(int column, TTest test) : Kernel
    where TTest : struct, IShortTest
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var values = chunk[column];
        var judge = test;
        var applied = 0L;
        var words = values.Words;
        for (var row = 0; row < masks.Length; row++)
        {
            if (values.IsNull(row) || Skips(rows, row))
            {
                continue;
            }
            applied++;
            var text = new ShortText(words[2 * row], words[(2 * row) + 1]);
            if (!(text.IsShort ? judge.Passes(text) : judge.Judge(values.Text(row)) == Verdict.Passes))
            {
                masks[row] |= bit;
            }
        }
        return applied;
    }
}

internal readonly struct LengthTest(int minimum, int maximum) : IShortTest
{
    public bool Passes(ShortText text) => text.Characters is var n && n >= minimum && n <= maximum;

    public Verdict Judge(ReadOnlySpan<byte> text) => Meaning.Characters(text) is var n && n >= minimum && n <= maximum ? Verdict.Passes : Verdict.Breaks;
}

internal readonly struct MobilePhoneTest : IShortTest
{
    public bool Passes(ShortText text) => text.IsMobilePhone;

    public Verdict Judge(ReadOnlySpan<byte> text) => Meaning.IsMobilePhone(text) ? Verdict.Passes : Verdict.Breaks;
}

/// <summary>Codes are mostly short: they are looked up as two words in a table with much room.</summary>
internal readonly struct OneOfTest : IShortTest
{
    private readonly ShortText[] _short;
    private readonly KeySet? _long;

    public OneOfTest(IReadOnlyCollection<string> values)
    {
        var bytes = values.Select(Encoding.UTF8.GetBytes).ToList();
        var codes = bytes.Where(b => b.Length <= ShortText.Most).Select(b => ShortText.Of(b)).Distinct().ToList();
        _short = new ShortText[BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, codes.Count * 4))];
        _short.AsSpan().Fill(Free);
        foreach (var code in codes)
        {
            var at = First(code);
            while (_short[at] != Free)
            {
                at = (at + 1) & (_short.Length - 1);
            }
            _short[at] = code;
        }
        if (bytes.Any(b => b.Length > ShortText.Most))
        {
            _long = new KeySet(bytes.Count);
            foreach (var value in bytes)
            {
                _long.Add(value);
            }
        }
    }

    /// <summary>No text is so long and short at once.</summary>
    private static ShortText Free => new(uint.MaxValue, 0);

    public bool Passes(ShortText text)
    {
        for (var at = First(text); _short[at].Head != Free.Head; at = (at + 1) & (_short.Length - 1))
        {
            if (_short[at].Head == text.Head && _short[at].Tail == text.Tail)
            {
                return true;
            }
        }
        return false;
    }

    public Verdict Judge(ReadOnlySpan<byte> text) => _long?.Contains(text) == true ? Verdict.Passes : Verdict.Breaks;

    private int First(ShortText text) => (int)((((text.Head ^ (text.Tail * 0xD6E8FEB86659FD93UL)) * 0x9E3779B97F4A7C15UL) >> 32) & (uint)(_short.Length - 1));
}
