using Zhuangjin.Cases.Contracts;
using Zhuangjin.Ui.Components;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Wording;

/// <summary>What an item's state means, in one word and one colour.</summary>
internal static class ItemWords
{
    public static (Tone Tone, string Word) Of(Phrases t, ItemState item, ClockView? clock) => item switch
    {
        { Status: ItemStatus.Agreed } => (Tone.Good, t["cases.page.item.agreed"]),
        { Status: ItemStatus.Deemed } => (Tone.Good, t["cases.page.item.deemed"]),
        { Status: ItemStatus.Skipped } => (Tone.Quiet, t["cases.page.item.skipped"]),
        { Status: ItemStatus.Returned } => (Tone.Warn, t["cases.page.item.returned"]),
        { Status: ItemStatus.Disagreed } => (Tone.Bad, t["cases.page.item.disagreed"]),
        _ when clock?.Light == Light.Red => (Tone.Bad, t["cases.page.item.overdue"]),
        _ when clock?.Light == Light.Paused => (Tone.Quiet, t["cases.page.item.paused"]),
        _ when clock?.Light == Light.Amber => (Tone.Warn, t["cases.page.item.soon"]),
        { HolderId: not null } => (Tone.Info, t["cases.page.item.taken"]),
        { ReceivedAt: not null } => (Tone.Info, t["cases.page.item.received"]),
        _ => (Tone.Info, t["cases.page.item.open"]),
    };

    /// <summary>The clock that runs for an item now, or ran last.</summary>
    public static ClockView? ClockOf(this CaseView view, string item) => view.Clocks
        .Where(c => c.State.Subject == item && c.Rule.Kind != ClockKind.Promise)
        .OrderByDescending(c => c.State.IsRunning).ThenByDescending(c => c.State.StartedAt)
        .FirstOrDefault();

    /// <summary>The limit that the applicant watches: the running promise, else the running law, else the first that ran.</summary>
    public static ClockView? MainClock(this CaseView view) => view.Clocks
        .Where(c => c.State.Subject is null && c.Rule.Kind is ClockKind.Statutory or ClockKind.Promised)
        .OrderByDescending(c => c.State.IsRunning)
        .ThenByDescending(c => c.Rule.Kind == ClockKind.Promised)
        .FirstOrDefault();
}
