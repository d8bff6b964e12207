using System.Text.RegularExpressions;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Collecting.Planning;

/// <summary>What a plan must say before it is compared and decided. Every fault is named at once.</summary>
internal static partial class PlanRules
{
    public const int MostFields = 60;

    public const int MostReason = 300;

    /// <param name="subjectOf">Whom the records of an item's resource are about; null when there is no such item.</param>
    public static List<Fault> Check(CollectPlan plan, DateOnly today, Func<ItemPath, string?> subjectOf)
    {
        var faults = new List<Fault>();
        Need(Long(plan.Title, 2, 60), "title", "sharing.collect.fault.length", "2", "60");
        Need(Long(plan.Purpose, 6, 500), "purpose", "sharing.collect.fault.length", "6", "500");
        Need(Long(plan.Basis, 6, 300) && Law().IsMatch(plan.Basis), "basis", "sharing.collect.fault.basis");
        Need(CollectPlan.Subjects.Contains(plan.Subject), "subject", "sharing.catalogue.fault.choose");
        Need(Enum.IsDefined(plan.Cycle), "cycle", "sharing.catalogue.fault.choose");
        Need(plan.Deadline >= today, "deadline", "sharing.collect.fault.deadline");
        Need(plan.Areas.Length > 0, "areas", "sharing.collect.fault.areas");
        Need(plan.Fields.Length is > 0 and <= MostFields, "fields", "sharing.collect.fault.fields", $"{MostFields}");
        foreach (var twice in plan.Fields.GroupBy(f => f.Key, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            faults.Add(new("fields", "sharing.collect.fault.twice", twice.First().Name));
        }
        for (var n = 0; n < plan.Fields.Length; n++)
        {
            var field = plan.Fields[n];
            Need(Long(field.Name, 1, 40), $"field{n}.name", "sharing.collect.fault.length", "1", "40");
            Need(Key().IsMatch(field.Key) && field.Key != CollectPlan.KeyOf(plan.Subject), $"field{n}.name", "sharing.collect.fault.key", field.Name);
            Need(Enum.IsDefined(field.Type), $"field{n}.type", "sharing.catalogue.fault.choose");
            Need(field.Length is >= 0 and <= 1000 && field.Scale >= 0 && (field.Type == ItemType.Decimal ? field.Length is > 0 and <= 28 && field.Scale <= field.Length : field.Scale == 0), $"field{n}.type", "sharing.catalogue.fault.item-size", field.Name);
            Need(field.Item is not { } item || subjectOf(item) == plan.Subject, $"field{n}.item", "sharing.collect.fault.item", $"{field.Item}");
            Need(field.Reason is null || Long(field.Reason, 6, MostReason), $"field{n}.reason", "sharing.collect.fault.length", "6", $"{MostReason}");
        }
        return faults;

        void Need(bool good, string field, string code, params string[] args)
        {
            if (!good)
            {
                faults.Add(new(field, code, args));
            }
        }
    }

    private static bool Long(string? text, int least, int most) => text?.Trim().Length is { } length && length >= least && length <= most;

    [GeneratedRegex("^[a-z][a-z0-9_]{0,59}$", RegexOptions.NonBacktracking)]
    private static partial Regex Key();

    [GeneratedRegex("《[^》]+》|法|条例|规定|办法|决定|通知|国发|国办", RegexOptions.NonBacktracking)]
    private static partial Regex Law();
}
