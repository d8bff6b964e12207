using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Codes;

namespace Zhuangjin.Cases.Deciding;

/// <summary>公告: publishes what the matter says when its moment has come, and takes the public's objections while a notice runs.</summary>
internal static class Announcing
{
    public const string NoObjection = "公告期满，无人提出异议";

    /// <summary>One announcement that has become due; false when there is none.</summary>
    public static bool Publish(Deliberation d)
    {
        var rules = d.Matter.Matter.Announcements;
        if (rules.IsDefaultOrEmpty || rules.FirstOrDefault(r => !d.State.Announcements.ContainsKey(r.Key) && HasCome(d, r.On)) is not { } rule)
        {
            return false;
        }
        var lines = rule.Fields.Where(d.State.Form.ContainsKey).Select(key => new AnnouncedLine(d.Matter.FindField(key)!.Label.ToString(), Value(d.Matter.FindField(key)!, d.State.Form[key])));
        d.Happen(new Announced(rule.Key, rule.Title.ToString(), rule.Text?.ToString() ?? "", [.. lines], d.Matter.FindItem(rule.On)?.Key));
        return true;
    }

    public static void Object(Deliberation d, RaiseObjection command)
    {
        var open = d.Matter.Matter.Items.FirstOrDefault(i => i.Task == ItemTask.Notice && d.State.Items.GetValueOrDefault(i.Key) is { Status: ItemStatus.Open });
        if (open is null || Clock(d.State, open.Key) is { Expired: true })
        {
            Late(d);
            return;
        }
        d.Demand(!string.IsNullOrWhiteSpace(command.Name) && command.Name.Length <= 60, "name", "cases.fault.objection-name");
        if (!d.DemandText(command.Text, "text") || d.IsRefused)
        {
            return;
        }
        d.Happen(new ObjectionRaised($"o{d.State.Objections.Count + 1}", open.Key, command.Name.Trim(), command.Text.Trim()));
        if (open.Objected is { } because)
        {
            d.Happen(new ItemDisagreed(open.Key, command.Text.Trim()));
            d.Happen(new Refused(because.ToString()));
        }
    }

    /// <summary>Says in words that the period is over, or that there was none.</summary>
    private static void Late(Deliberation d)
    {
        var last = d.Matter.Matter.Items.Where(i => i.Task == ItemTask.Notice).Select(i => Clock(d.State, i.Key)).LastOrDefault(c => c is not null);
        if (last is null)
        {
            d.Refuse("", "cases.fault.no-notice");
        }
        else if (d.State.Objections.Count > 0 && d.State.EndedAt is not null)
        {
            d.Refuse("", "cases.fault.notice-stopped", d.State.Number);
        }
        else
        {
            d.Refuse("", "cases.fault.notice-over", Clockwork.Due(last with { StoppedAt = null }, d.Context.Calendar) is { } due ? Clockwork.Text(due.Date) : "");
        }
    }

    /// <summary>True when somebody objected in the notice's present round.</summary>
    public static bool IsObjected(CaseState state, string item) => state.Objections.Values.Any(o => o.Item == item && o.At >= state.Items[item].OpenedAt);

    /// <summary>The clock of the item's latest round.</summary>
    public static ClockState? Clock(CaseState state, string item) => state.Clocks.Values.Where(c => c.Subject == item).MaxBy(c => c.StartedAt);

    private static bool HasCome(Deliberation d, string on) => on switch
    {
        "accepted" => d.State.AcceptedAt is not null,
        "granted" => d.State is { DecidedAt: not null, Phase: not (CasePhase.Refused or CasePhase.Revoked) },
        "voided" => d.State.VoidOrderedAt is not null,
        "ended" => d.State.TermEndedAt is not null,
        "revoked" => d.State.Phase == CasePhase.Revoked,
        _ => d.State.Items.GetValueOrDefault(on) is { Status: ItemStatus.Open },
    };

    private static string Value(Field field, string value) => field.Type switch
    {
        FieldType.Choice => field.Choices.FirstOrDefault(c => c.Key == value)?.Label.ToString() ?? value,
        FieldType.Division => Division.Find(value)?.FullName ?? value,
        FieldType.Flag => value == "true" ? "是" : "否",
        _ => field.Unit is { } unit ? $"{value}{unit}" : value,
    };
}
