using System.Collections.Immutable;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Tests;

internal static class Samples
{
    public static readonly DateTimeOffset At = ChinaTime.At(new(2022, 8, 16), new(9, 0));

    public static readonly Entry Entry = new("e1", "cases.item-agreed", "case/1", 1, At, "office/1", None, None);

    private static ImmutableSortedDictionary<string, string> None => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static EvidenceEvent Event(string stream, long sequence, string? secret = null) => new(
        "cases.item-agreed",
        stream,
        sequence,
        At.AddMinutes(sequence),
        "office/1",
        None.Add("item", "planning").Add("outcome", "agree"),
        secret is null ? None : None.Add("officer", secret));
}
