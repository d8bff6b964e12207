using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Pages.Wording;
using Zhuangjin.Ui.Components;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.Flow;

/// <summary>One office's piece of work as the drawing and its text alternative show it.</summary>
/// <param name="After">Keys of the items of the same stage that it waits for.</param>
internal sealed record FlowItem(string Key, string Title, string Office, Tone Tone, string State, string? Href, bool Holds, IReadOnlyList<string>? After = null);

/// <param name="Note">How the stage ends: "all must agree".</param>
internal sealed record FlowStage(string Title, string? Note, IReadOnlyList<FlowItem> Items, bool Current)
{
    /// <summary>What holds, in the order in which it can begin: those of each turn wait for some of the turns before.</summary>
    public IReadOnlyList<IReadOnlyList<FlowItem>> Turns { get; } = [.. Items.Where(i => i.Holds).GroupBy(i => Depth(Items, i)).OrderBy(g => g.Key).Select(g => (IReadOnlyList<FlowItem>)[.. g])];

    /// <summary>What a turn waits for; empty when that is all that stands before it.</summary>
    public IReadOnlyList<FlowItem> WaitsFor(int turn)
    {
        var named = Turns[turn].SelectMany(i => i.After ?? []).ToHashSet(StringComparer.Ordinal);
        var further = named.Concat(Items.Where(i => named.Contains(i.Key)).SelectMany(i => i.After ?? [])).ToHashSet(StringComparer.Ordinal);
        return Turns.Take(turn).SelectMany(t => t).All(i => further.Contains(i.Key)) ? [] : [.. Items.Where(i => named.Contains(i.Key))];
    }

    private static int Depth(IReadOnlyList<FlowItem> items, FlowItem item) =>
        (item.After ?? []).Select(key => items.FirstOrDefault(i => i.Key == key)).OfType<FlowItem>().Select(before => 1 + Depth(items, before)).DefaultIfEmpty(0).Max();
}

/// <summary>The flow of a matter, or of a running case with its live states.</summary>
internal static class FlowModel
{
    public static IReadOnlyList<FlowStage> OfMatter(Phrases t, Matter matter, Func<string, string> office) =>
        [.. matter.Steps.Select(step => new FlowStage(t[step.Title], Note(t, step),
            [.. step.Items.Select(i => new FlowItem(i.Key, t[i.Title], office(i.Office), Tone.Neutral, i.When is null ? "" : t["cases.page.flow.if-needed"], null, i.Holds, i.After))], false)),
            .. Issue(t, matter, Tone.Neutral, "", office(matter.Issue?.Office ?? matter.Office), null)];

    public static IReadOnlyList<FlowStage> OfCase(Phrases t, CaseView view, Func<string, string> office)
    {
        var state = view.State;
        var running = state.Items.Values.Any(i => i.Status == ItemStatus.Open);
        var stages = view.Matter.Steps.Select(step => new FlowStage(t[step.Title], Note(t, step),
            [.. step.Items.Select(i => Live(t, view, i, office))],
            running && step.Items.Any(i => i.Holds && state.Items.TryGetValue(i.Key, out var s) && s.Status is ItemStatus.Open or ItemStatus.Disagreed))).ToList();
        var (tone, word) = state.Phase switch
        {
            CasePhase.Granted => (Tone.Info, t["cases.page.flow.issuing"]),
            CasePhase.Refused or CasePhase.Withdrawn or CasePhase.Revoked => (Tone.Quiet, t["cases.page.flow.not-issued"]),
            _ when state.CertificateId is not null => (Tone.Good, t["cases.page.flow.issued"]),
            _ => (Tone.Neutral, t["cases.page.flow.waiting"]),
        };
        var href = state.CertificateId is null ? null : $"/certificates/{state.CertificateId}";
        return [.. stages, .. Issue(t, view.Matter, tone, word, office(view.Matter.Issue?.Office ?? view.Matter.Office), href)];
    }

    private static FlowItem Live(Phrases t, CaseView view, Item item, Func<string, string> office)
    {
        if (!view.State.Items.TryGetValue(item.Key, out var state))
        {
            return view.State.Early.GetValueOrDefault(item.Key) is { } early
                ? new(item.Key, t[item.Title], t.Name(view, early.OrganisationId), Tone.Neutral, t[early.Favourable switch { null => "cases.page.early.none", true => "cases.page.early.favourable", _ => "cases.page.early.unfavourable" }], "#early-" + item.Key, item.Holds, item.After)
                : new(item.Key, t[item.Title], office(item.Office), Tone.Neutral, t["cases.page.flow.waiting"], null, item.Holds, item.After);
        }
        var (tone, word) = view.State.Exempted.ContainsKey(item.Key) ? (Tone.Quiet, t["cases.page.item.exempted"]) : ItemWords.Of(t, state, view.ClockOf(item.Key));
        return new(item.Key, t[item.Title], t.Name(view, state.OrganisationId), tone, word, "#item-" + item.Key, item.Holds, item.After);
    }

    private static string? Note(Phrases t, Step step) => step.Items.Count(i => i.Holds) < 2 ? null : step.Join switch
    {
        Join.All => t["cases.page.flow.join-all"],
        Join.Any => t["cases.page.flow.join-any"],
        _ => t["cases.page.flow.join-quorum", step.Quorum],
    };

    private static IEnumerable<FlowStage> Issue(Phrases t, Matter matter, Tone tone, string word, string office, string? href) => matter.Issue is { } issue
        ? [new(t["cases.page.flow.result"], null, [new("", t[issue.Title], office, tone, word, href, true)], tone == Tone.Info)]
        : [];
}
