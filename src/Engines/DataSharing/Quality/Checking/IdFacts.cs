using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>What the rules ask of the identity numbers of a chunk, found out once for all rules: most of them ask of the same column.</summary>
/// <param name="column">The chunk's column of identity numbers as texts.</param>
internal sealed class IdFacts(int column)
{
    /// <summary>Not null.</summary>
    public const byte Given = 1;

    /// <summary>18 ASCII characters.</summary>
    public const byte Eighteen = 2;

    public const byte WellFormed = 4;

    /// <summary>The last character is right for the others; of those with <see cref="Eighteen"/>.</summary>
    public const byte RightCheck = 8;

    /// <summary>The seventeenth is a digit; of those with <see cref="Eighteen"/>.</summary>
    public const byte SexKnown = 16;

    /// <summary>The seventeenth is odd, as men's are.</summary>
    public const byte Male = 32;

    /// <summary>No date of birth; no day of a calendar is it.</summary>
    public const int NoDay = int.MinValue + 2;

    private const int FirstYear = 1800;

    /// <summary>First days of all months from 1800 to 2199, and the day after the last.</summary>
    private static readonly int[] Months = [.. Enumerable.Range(0, (400 * 12) + 1).Select(n => Days.Of(new DateOnly(FirstYear, 1, 1).AddMonths(n)))];

    private byte[] _flags = new byte[2048];
    private int[] _births = new int[2048];
    private ulong[] _codes = new ulong[2048];
    private int _rows;

    public int Column => column;

    public ReadOnlySpan<byte> Flags => _flags.AsSpan(0, _rows);

    /// <summary>Dates of birth of those with <see cref="Eighteen"/>, <see cref="NoDay"/> where there is none.</summary>
    public ReadOnlySpan<int> Births => _births.AsSpan(0, _rows);

    /// <summary>The numbers as codes where they are exact 18 characters (see <see cref="KeyCode"/>), 0 for others.</summary>
    public ReadOnlySpan<ulong> Codes => _codes.AsSpan(0, _rows);

    public void Read(ChunkReader chunk)
    {
        _rows = chunk.Rows;
        if (_flags.Length < _rows)
        {
            (_flags, _births, _codes) = (new byte[_rows], new int[_rows], new ulong[_rows]);
        }
        var ids = chunk[column];
        for (var row = 0; row < _rows; row++)
        {
            if (ids.IsNull(row))
            {
                (_flags[row], _codes[row]) = (0, 0);
                continue;
            }
            var id = ids.Text(row);
            if (id.Length == 18 && KeyCode.TryDigits(id, out var first, out var second, out var seventeenth, out var last))
            {
                ReadDigits(row, id, first, second, seventeenth, last);
            }
            else
            {
                ReadOther(row, id);
            }
        }
    }

    private void ReadDigits(int row, ReadOnlySpan<byte> id, ulong first, ulong second, uint seventeenth, uint last)
    {
        var (head, tail) = ((uint)KeyCode.EightDigits(first), (uint)KeyCode.EightDigits(second));
        _codes[row] = KeyCode.OfDigits(head, tail, seventeenth, last);
        // The weights of GB 11643 are powers of two modulo 11.
        var sum = 2 * ((((PowersOfTwo(first) << 8) + PowersOfTwo(second)) << 1) + seventeenth);
        var flags = Given | Eighteen | SexKnown | ((sum + last) % 11 == 1 ? RightCheck : 0) | ((seventeenth & 1) != 0 ? Male : 0);
        var month = ((((head % 100 * 100) + (tail / 1_000_000)) - FirstYear) * 12) + (tail / 10_000 % 100) - 1;
        var day = (tail / 100 % 100) - 1;
        if (tail / 10_000 % 100 is >= 1 and <= 12 && month < Months.Length - 1)
        {
            var start = Months[month];
            var real = day < (uint)(Months[month + 1] - start);
            _births[row] = real ? start + (int)day : NoDay;
            flags |= real ? WellFormed : 0;
        }
        else
        {
            // Years before 1800 and after 2199, or no month.
            _births[row] = Meaning.BirthDay(id) ?? NoDay;
            flags |= Meaning.IsWellFormedId(id) ? WellFormed : 0;
        }
        _flags[row] = (byte)flags;
    }

    private void ReadOther(int row, ReadOnlySpan<byte> id)
    {
        _codes[row] = 0;
        if (!Meaning.HasEighteen(id))
        {
            _flags[row] = Given;
            return;
        }
        _births[row] = Meaning.BirthDay(id) ?? NoDay;
        _flags[row] = (byte)(Given | Eighteen | (Meaning.IsWellFormedId(id) ? WellFormed : 0) | (Meaning.HasRightIdCheck(id) ? RightCheck : 0)
            | (char.IsAsciiDigit((char)id[16]) ? SexKnown : 0) | ((id[16] & 1) != 0 ? Male : 0));
    }

    /// <summary>Eight digits, the first in the lowest byte, each twice as heavy as the next.</summary>
    private static uint PowersOfTwo(ulong characters)
    {
        characters = (characters & 0x0F0F0F0F0F0F0F0FUL) * ((2UL << 8) + 1) >> 8;
        characters = (characters & 0x00FF00FF00FF00FFUL) * ((4UL << 16) + 1) >> 16;
        return (uint)((characters & 0x0000FFFF0000FFFFUL) * ((16UL << 32) + 1) >> 32);
    }
}

/// <summary>A rule that asks one fact of identity numbers.</summary>
/// <param name="applies">Facts of the numbers to which it applies.</param>
/// <param name="passes">The fact that they shall have.</param>
internal sealed class IdKernel(IdFacts ids, byte applies, byte passes) : Kernel
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var flags = ids.Flags;
        var applied = 0L;
        for (var row = 0; row < flags.Length; row++)
        {
            if ((flags[row] & applies) == applies && !Skips(rows, row))
            {
                applied++;
                if ((flags[row] & passes) == 0)
                {
                    masks[row] |= bit;
                }
            }
        }
        return applied;
    }
}

internal sealed class BirthKernel(IdFacts ids, int date) : Kernel
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var flags = ids.Flags;
        var births = ids.Births;
        var dates = chunk[date];
        var days = dates.Values<int>();
        var applied = 0L;
        for (var row = 0; row < flags.Length; row++)
        {
            if ((flags[row] & IdFacts.Eighteen) != 0 && !dates.IsNull(row) && !Skips(rows, row))
            {
                applied++;
                if (births[row] != days[row])
                {
                    masks[row] |= bit;
                }
            }
        }
        return applied;
    }
}

internal sealed class SexKernel(IdFacts ids, int sex) : Kernel
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        const byte Applies = IdFacts.Eighteen | IdFacts.SexKnown;
        var flags = ids.Flags;
        var sexes = chunk[sex];
        var applied = 0L;
        for (var row = 0; row < flags.Length; row++)
        {
            if ((flags[row] & Applies) == Applies && !sexes.IsNull(row) && !Skips(rows, row) && sexes.Text(row) is [(byte)'1' or (byte)'2'] said)
            {
                applied++;
                if ((said[0] == (byte)'1') != ((flags[row] & IdFacts.Male) != 0))
                {
                    masks[row] |= bit;
                }
            }
        }
        return applied;
    }
}
