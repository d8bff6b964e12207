using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.DataSharing.Collecting.Planning;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Intake;
using Zhuangjin.Kernel.Codes;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Collecting.Filling;

/// <summary>Reads what a worker typed as the fields' types say.</summary>
internal static class RowRules
{
    /// <summary>What is wrong with the number of somebody or an enterprise; null when it is good.</summary>
    public static Fault? Check(string subject, string code, DateOnly today) => subject == CollectPlan.Person ? CitizenId.Check("code", code, today) : Uscc.Check("code", code);

    /// <summary>What is wrong with the answers; what is missing is wrong only when the row is to be complete.</summary>
    public static (ImmutableSortedDictionary<string, string> Answers, List<Fault> Faults, bool Complete) Read(Sheet sheet, string subject, IReadOnlyDictionary<string, string> typed)
    {
        var faults = new List<Fault>();
        var answers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var complete = true;
        foreach (var field in sheet.Fields)
        {
            var text = typed.GetValueOrDefault(field.Name, "").Trim();
            if (text.Length == 0)
            {
                complete &= !field.Field.Required;
                continue;
            }
            if (TypedValue.Read(field.Field.AsItem(subject), text, out _) is { } wrong)
            {
                faults.Add(new(field.Name, "sharing.collect.fault.value." + wrong[(wrong.LastIndexOf('.') + 1)..], field.Field.Name));
            }
            answers[field.Name] = Normal(field.Field.Type, text);
        }
        return (answers.ToImmutable(), faults, complete && faults.Count == 0);
    }

    /// <summary>How many answers the worker gave himself, and how many he was spared.</summary>
    public static (int Filled, int Spared) Count(Sheet sheet, RowContent content)
    {
        var confirmed = sheet.Fields.Count(f => f.Finding.Stale && content.Of(f.Finding.Item) is { } old && content.Answers.GetValueOrDefault(f.Name) == old.Value);
        var known = sheet.Known.Count(k => content.Of(k.Finding.Item) is not null);
        return (sheet.Fields.Count(f => content.Answers.ContainsKey(f.Name)) - confirmed, confirmed + known + sheet.Spared);
    }

    /// <summary>The one text of a value, where people write it in several ways.</summary>
    private static string Normal(ItemType type, string text) => type switch
    {
        ItemType.Flag => text is "是" or "1" or "true" ? "true" : text is "否" or "0" or "false" ? "false" : text,
        ItemType.Date when DateOnly.TryParseExact(text, ["yyyy-M-d", "yyyy/M/d", "yyyyMMdd", "yyyy.M.d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => text,
    };
}
