using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>An append with its number in its stream, ready to be inserted.</summary>
/// <param name="Previous">The entry before it in its stream; null for the first.</param>
internal sealed record NumberedAppend(WaitingAppend Append, PreparedEntry Entry, string? Previous)
{
    public AppendedEvent At(long place) => new(Entry.Id, Entry.Happened.Sequence, place);

    /// <summary>The values of the entry's row, in the order of <see cref="SealedRows"/>.</summary>
    public object?[] Row(long place, byte[] leaf) =>
        [Entry.Id, Entry.Happened.Stream, Entry.Happened.Sequence, Entry.Happened.Type, Entry.Happened.At.ToMicros(), Entry.Bytes, Previous, place, leaf];
}
