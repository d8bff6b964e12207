using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Texts;
using NewNotice = Zhuangjin.Notices.Contracts.NewNotice;

namespace Zhuangjin.Web.Wiring;

/// <summary>What the events of cases mean to people: to those who speak for the applicant, and to the office whose turn it is.</summary>
internal sealed class NoticesFromCases(ICaseOccurrences cases, IAudience audience, PhraseBook book, TimeProvider time) : INoticeSource
{
    private const string CasePrefix = "case/";

    private static readonly Dictionary<string, (string Text, bool Urgent)> ToApplicant = new(StringComparer.Ordinal)
    {
        ["cases.accepted"] = ("accepted", false),
        ["cases.acceptance-refused"] = ("acceptance-refused", true),
        ["cases.supplement-requested"] = ("supplement", true),
        ["cases.item-disagreed"] = ("disagreed", true),
        ["cases.suspended"] = ("suspended", false),
        ["cases.resumed"] = ("resumed", false),
        ["cases.clock-extended"] = ("extended", false),
        ["cases.granted"] = ("granted", false),
        ["cases.refused"] = ("refused", true),
        ["cases.certificate-attached"] = ("certificate", false),
        ["cases.result-ready"] = ("result", false),
        ["cases.delivered"] = ("delivered", false),
        ["cases.withdrawn"] = ("withdrawn", false),
    };

    private static readonly Dictionary<string, (string Text, bool Urgent)> ToOffice = new(StringComparer.Ordinal)
    {
        ["cases.item-opened"] = ("item-opened", false),
        ["cases.correction-provided"] = ("corrected", false),
        ["cases.item-escalated"] = ("escalated", true),
        ["cases.item-deemed"] = ("deemed", true),
        ["cases.clock-expired"] = ("overdue", true),
    };

    public bool Wants(string type) => ToApplicant.ContainsKey(type) || ToOffice.ContainsKey(type);

    public async Task<IReadOnlyList<NewNotice>> AboutAsync(SealedEvent happened, CancellationToken cancel = default)
    {
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal) || await cases.ReadAsync(happened.Stream[CasePrefix.Length..], happened.Sequence, cancel) is not { } occurrence)
        {
            return [];
        }
        return ToApplicant.TryGetValue(happened.Type, out var said) ? await ApplicantAsync(occurrence, said, cancel)
            : ToOffice.TryGetValue(happened.Type, out said) ? await OfficeAsync(occurrence, said, cancel)
            : [];
    }

    /// <summary>Those who speak for the party, except for what they just did themselves.</summary>
    private async Task<IReadOnlyList<NewNotice>> ApplicantAsync(CaseOccurrence occurrence, (string Text, bool Urgent) said, CancellationToken cancel)
    {
        var state = occurrence.State;
        var people = await audience.SpeakersAsync(state.Applicant.Id, state.MatterKey, time.GetUtcNow().ChinaDate(), cancel);
        return [.. people.Where(p => p != occurrence.Happened.ActorId).Select(p => Notice(p, "applicant." + said.Text, said.Urgent, occurrence, item: null))];
    }

    /// <summary>Who holds the item, or else everybody of the office whose role it is; of a missed limit the head as well.</summary>
    private async Task<IReadOnlyList<NewNotice>> OfficeAsync(CaseOccurrence occurrence, (string Text, bool Urgent) said, CancellationToken cancel)
    {
        var (key, office) = occurrence.Happened.Event switch
        {
            ItemOpened opened => (opened.Item, opened.OrganisationId),
            CorrectionProvided corrected => (corrected.Item, null),
            ItemEscalated escalated => (escalated.Item, escalated.OrganisationId),
            ItemDeemed deemed => (deemed.Item, deemed.LiableOrganisationId),
            ClockExpired expired => (occurrence.State.Clocks.GetValueOrDefault(expired.Clock)?.Subject, null),
            _ => ((string?)null, (string?)null),
        };
        if (key is null || occurrence.Matter.Items.FirstOrDefault(i => i.Key == key) is not { } item || !occurrence.State.Items.TryGetValue(key, out var state))
        {
            return [];
        }
        string[] roles = said.Urgent ? [item.Role, Roles.Head, Roles.Supervisor] : [item.Role];
        var people = state.HolderId is { } holder && office is null ? [holder] : await audience.AppointedAsync(office ?? state.OrganisationId, roles, cancel);
        return [.. people.Where(p => p != occurrence.Happened.ActorId).Select(p => Notice(p, "office." + said.Text, said.Urgent, occurrence, item))];
    }

    private NewNotice Notice(string person, string text, bool urgent, CaseOccurrence occurrence, Item? item)
    {
        LocalText Say(string part) => new(book.Languages.Select(language => KeyValuePair.Create(
            language,
            book.Say(language, $"web.notice.{text}.{part}", [occurrence.Subject, occurrence.Matter.Title.In(language), item?.Title.In(language) ?? ""]))));
        return new(person, Say("title"), Say("body"), "/cases/" + occurrence.State.Id, urgent);
    }
}
