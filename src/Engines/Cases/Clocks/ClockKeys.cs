using System.Globalization;
using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Clocks;

/// <summary>Names of the clocks of a case: one per rule, item and round, or material, so that a later round never overwrites what was missed before.</summary>
internal static class ClockKeys
{
    public static string Of(string rule, string subject, int round = 1) =>
        round == 1 ? $"{rule}:{subject}" : $"{rule}:{subject}:{round.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The clock that runs for the item's present round, or null when the item has none.</summary>
    public static string? Of(Item item, ItemState state) => item.Clock is null ? null : Of(item.Clock, item.Key, state.Round);

    /// <summary>The clock of a tier that silence has summoned.</summary>
    public static string OfTier(string itemClock, int tier) => $"{itemClock}!{tier.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The clock of the whole case, or of a promised paper, that runs after the case was opened again.</summary>
    public static string Anew(string clock, ReopenedState? reopened) =>
        reopened is null ? clock : $"{clock}~{(reopened.Times + 1).ToString(CultureInfo.InvariantCulture)}";

    public static bool IsTier(string clock) => clock.Contains('!', StringComparison.Ordinal);
}
