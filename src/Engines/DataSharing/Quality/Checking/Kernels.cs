using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Codes;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Judges all rows of a chunk by one rule: sets the rule's bit in the masks of those that break it, and counts those to which it applies.</summary>
internal abstract class Kernel
{
    /// <param name="rows">Bit n is set where the rule's condition holds for row n; empty when there is no condition.</param>
    public abstract long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit);

    public static bool Skips(ReadOnlySpan<ulong> rows, int row) => !rows.IsEmpty && (rows[row >> 6] & (1UL << row)) == 0;

    /// <summary>The kernel of a check.</summary>
    /// <param name="column">Finds the chunk's column of a need.</param>
    /// <param name="ids">The facts of a column of identity numbers.</param>
    /// <param name="targets">All values of other resources; one that is not here is told by the values that it lacks.</param>
    /// <param name="bad">Keys that break the check: repeated ones, or those that another resource lacks. Null for other checks.</param>
    public static Kernel Of(Check check, Func<Need, int> column, DateOnly today, Func<int, IdFacts> ids, IReadOnlyDictionary<ItemPath, KeySet> targets, KeySet? bad)
    {
        int Text(string item) => column(new(item, Form.Text));
        int Day(string item) => column(new(item, Form.Day));
        return check switch
        {
            Check.Present c => new PresentKernel(Text(c.Item)),
            Check.Length c => new ShortKernel<LengthTest>(Text(c.Item), new(c.Minimum, c.Maximum)),
            Check.OneOf c => new ShortKernel<OneOfTest>(Text(c.Item), new(c.Values)),
            Check.BeginsWith c => new TextKernel<BeginsWithTest>(Text(c.Item), new([.. c.Prefixes.Select(Encoding.UTF8.GetBytes)])),
            Check.Digits c => new TextKernel<DigitsTest>(Text(c.Item), default),
            Check.MobilePhone c => new ShortKernel<MobilePhoneTest>(Text(c.Item), default),
            Check.IdWellFormed c => new IdKernel(ids(Text(c.Item)), IdFacts.Given, IdFacts.WellFormed),
            Check.IdCheckDigit c => new IdKernel(ids(Text(c.Item)), IdFacts.Eighteen, IdFacts.RightCheck),
            Check.IdBirthDate c => new BirthKernel(ids(Text(c.Item)), Day(c.Date)),
            Check.IdSex c => new SexKernel(ids(Text(c.Item)), Text(c.Sex)),
            Check.CreditCode c => new TextKernel<CreditCodeTest>(Text(c.Item), default),
            Check.DivisionKnown c => new ShortKernel<OneOfTest>(Text(c.Item), new([.. Division.Codes])),
            Check.Between c => new NumberKernel(column(new(c.Item, Form.Number)), c.Minimum ?? double.NegativeInfinity, c.Maximum ?? double.PositiveInfinity),
            Check.DayBetween c => new DayKernel(Day(c.Item), c.From is { } from ? Days.Of(from) : Days.Unreadable + 1, c.To is { } to ? Days.Of(to) : int.MaxValue),
            Check.NotInFuture c => new DayKernel(Day(c.Item), Days.Unreadable + 1, Days.Of(today)),
            Check.FreshWithin c => new DayKernel(Day(c.Item), Days.Of(today) - c.Days, int.MaxValue),
            Check.NotAfter c => new OrderKernel(Day(c.Item), Day(c.Other)),
            Check.SameAs c => new PairKernel<SameTest>(Text(c.Item), Text(c.Other), default),
            Check.ExistsIn c => targets.TryGetValue(c.Target, out var known) ? new ExistsKernel(Text(c.Item), known) : new TextKernel<MissingTest>(Text(c.Item), new(bad!)),
            Check.Unique c => new UniqueKernel([.. c.Key.Select(Text)], bad!),
            _ => throw new InvalidOperationException($"There is no kernel for {check.GetType().Name}."),
        };
    }
}

/// <summary>Nulls and blanks break it.</summary>
internal sealed class PresentKernel(int column) : Kernel
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var values = chunk[column];
        var applied = 0L;
        for (var row = 0; row < masks.Length; row++)
        {
            if (!Skips(rows, row))
            {
                applied++;
                // Nearly all texts begin with something.
                if (values.IsNull(row) || (values.Text(row) is [] or [(byte)' ', ..] && Meaning.IsBlank(values.Text(row))))
                {
                    masks[row] |= bit;
                }
            }
        }
        return applied;
    }
}

/// <summary>A test of one text. Tests are structs, so that each kernel is compiled with its test inside the loop.</summary>
internal interface ITextTest
{
    Verdict Judge(ReadOnlySpan<byte> text);
}

internal sealed class TextKernel<TTest>(int column, TTest test) : Kernel
    where TTest : struct, ITextTest
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var values = chunk[column];
        var judge = test;
        var applied = 0L;
        if (rows.IsEmpty && values.IsFull)
        {
            for (var row = 0; row < masks.Length; row++)
            {
                var verdict = judge.Judge(values.Text(row));
                applied += verdict == Verdict.DoesNotApply ? 0 : 1;
                masks[row] |= verdict == Verdict.Breaks ? bit : 0;
            }
            return applied;
        }
        for (var row = 0; row < masks.Length; row++)
        {
            if (!values.IsNull(row) && !Skips(rows, row))
            {
                var verdict = judge.Judge(values.Text(row));
                applied += verdict == Verdict.DoesNotApply ? 0 : 1;
                masks[row] |= verdict == Verdict.Breaks ? bit : 0;
            }
        }
        return applied;
    }
}

/// <summary>A test of two texts.</summary>
internal interface IPairTest
{
    Verdict Judge(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other);
}

internal sealed class PairKernel<TTest>(int column, int other, TTest test) : Kernel
    where TTest : struct, IPairTest
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var first = chunk[column];
        var second = chunk[other];
        var judge = test;
        var applied = 0L;
        for (var row = 0; row < masks.Length; row++)
        {
            if (!first.IsNull(row) && !second.IsNull(row) && !Skips(rows, row))
            {
                var verdict = judge.Judge(first.Text(row), second.Text(row));
                applied += verdict == Verdict.DoesNotApply ? 0 : 1;
                masks[row] |= verdict == Verdict.Breaks ? bit : 0;
            }
        }
        return applied;
    }
}

internal sealed class DayKernel(int column, int from, int to) : Kernel
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var values = chunk[column];
        var days = values.Values<int>();
        var applied = 0L;
        for (var row = 0; row < masks.Length; row++)
        {
            if (!values.IsNull(row) && !Skips(rows, row))
            {
                applied++;
                masks[row] |= days[row] >= from && days[row] <= to ? 0 : bit;
            }
        }
        return applied;
    }
}

internal sealed class NumberKernel(int column, double minimum, double maximum) : Kernel
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var values = chunk[column];
        var numbers = values.Values<double>();
        var applied = 0L;
        for (var row = 0; row < masks.Length; row++)
        {
            if (!values.IsNull(row) && !Skips(rows, row))
            {
                applied++;
                masks[row] |= numbers[row] >= minimum && numbers[row] <= maximum ? 0 : bit;
            }
        }
        return applied;
    }
}

internal sealed class OrderKernel(int column, int other) : Kernel
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var first = chunk[column];
        var second = chunk[other];
        var days = first.Values<int>();
        var others = second.Values<int>();
        var applied = 0L;
        for (var row = 0; row < masks.Length; row++)
        {
            if (!first.IsNull(row) && !second.IsNull(row) && !Skips(rows, row))
            {
                applied++;
                masks[row] |= days[row] != Days.Unreadable && others[row] != Days.Unreadable && days[row] <= others[row] ? 0 : bit;
            }
        }
        return applied;
    }
}

/// <summary>Values that the set lacks break it. A large set misses the processor's memory at every value, so many are asked for before the first is looked at.</summary>
internal sealed class ExistsKernel(int column, KeySet known) : Kernel
{
    private const int AtOnce = 256;

    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var values = chunk[column];
        var applied = 0L;
        Span<UInt128> packed = stackalloc UInt128[AtOnce];
        Span<int> places = stackalloc int[AtOnce];
        Span<int> slots = stackalloc int[AtOnce];
        for (var row = 0; row < masks.Length;)
        {
            var asked = 0;
            for (; row < masks.Length && asked < AtOnce; row++)
            {
                if (!values.IsNull(row) && !Skips(rows, row))
                {
                    places[asked] = row;
                    packed[asked] = KeySet.Pack(values.Text(row));
                    slots[asked] = known.Foresee(packed[asked]);
                    asked++;
                }
            }
            for (var n = 0; n < asked; n++)
            {
                if (!known.Contains(packed[n], slots[n]))
                {
                    masks[places[n]] |= bit;
                }
            }
            applied += asked;
        }
        return applied;
    }
}

/// <summary>Rows whose key is known to be repeated break it.</summary>
internal sealed class UniqueKernel(ImmutableArray<int> columns, KeySet repeated) : Kernel
{
    public override long Run(ChunkReader chunk, ReadOnlySpan<ulong> rows, Span<ulong> masks, ulong bit)
    {
        var applied = 0L;
        var key = new CompositeKey();
        for (var row = 0; row < masks.Length; row++)
        {
            if (!Skips(rows, row) && key.Read(chunk, columns, row))
            {
                applied++;
                masks[row] |= repeated.Contains(key.Bytes) ? bit : 0;
            }
        }
        return applied;
    }
}

/// <summary>A key of one or several texts as bytes.</summary>
internal ref struct CompositeKey
{
    private byte[]? _buffer;

    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>False where a part is null.</summary>
    public bool Read(ChunkReader chunk, ImmutableArray<int> columns, int row)
    {
        if (columns.Length == 1)
        {
            var only = chunk[columns[0]];
            Bytes = only.IsNull(row) ? default : only.Text(row);
            return !only.IsNull(row);
        }
        var length = 0;
        foreach (var column in columns)
        {
            var part = chunk[column];
            if (part.IsNull(row))
            {
                return false;
            }
            length += part.Text(row).Length + 1;
        }
        if (_buffer is null || _buffer.Length < length)
        {
            _buffer = new byte[BitOperations.RoundUpToPowerOf2((uint)length)];
        }
        var at = 0;
        foreach (var column in columns)
        {
            var text = chunk[column].Text(row);
            text.CopyTo(_buffer.AsSpan(at));
            at += text.Length;
            _buffer[at++] = 0x1F;
        }
        Bytes = _buffer.AsSpan(0, length);
        return true;
    }
}

internal readonly struct BeginsWithTest(byte[][] prefixes) : ITextTest
{
    public Verdict Judge(ReadOnlySpan<byte> text)
    {
        foreach (var prefix in prefixes)
        {
            if (text.StartsWith(prefix))
            {
                return Verdict.Passes;
            }
        }
        return Verdict.Breaks;
    }
}

internal readonly struct DigitsTest : ITextTest
{
    public Verdict Judge(ReadOnlySpan<byte> text) => Meaning.AreDigits(text) ? Verdict.Passes : Verdict.Breaks;
}

internal readonly struct CreditCodeTest : ITextTest
{
    public Verdict Judge(ReadOnlySpan<byte> text) => Meaning.IsCreditCode(text) ? Verdict.Passes : Verdict.Breaks;
}

internal readonly struct MissingTest(KeySet missing) : ITextTest
{
    public Verdict Judge(ReadOnlySpan<byte> text) => missing.Contains(text) ? Verdict.Breaks : Verdict.Passes;
}

internal readonly struct SameTest : IPairTest
{
    public Verdict Judge(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => text.SequenceEqual(other) ? Verdict.Passes : Verdict.Breaks;
}
