using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Security.Contracts;
using NewNotice = Zhuangjin.Notices.Contracts.NewNotice;

namespace Zhuangjin.Web.Wiring;

/// <summary>What the events of cases mean to people: to those who speak for the applicant, and to the office whose turn it is.</summary>
internal sealed class NoticesFromCases(ICaseOccurrences cases, IAudience audience, IOrganisations organisations, NoticeWords words, TimeProvider time) : INoticeSource
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
        ["cases.announced"] = ("announced", false),
        ["cases.item-passed"] = ("notice-passed", false),
        ["cases.objection-raised"] = ("objection", true),
        ["cases.hearing-called"] = ("hearing", true),
        ["cases.hearing-held"] = ("hearing-held", false),
        ["cases.review-decided"] = ("review-decided", true),
        ["cases.case-reopened"] = ("reopened", true),
        ["cases.decision-revoked"] = ("revoked", true),
        ["cases.term-ended"] = ("term-ended", true),
        ["cases.closed"] = ("rate", false),
    };

    private static readonly Dictionary<string, (string Text, bool Urgent)> ToOffice = new(StringComparer.Ordinal)
    {
        ["cases.item-opened"] = ("item-opened", false),
        ["cases.correction-provided"] = ("corrected", false),
        ["cases.item-escalated"] = ("escalated", true),
        ["cases.item-deemed"] = ("deemed", true),
        ["cases.clock-expired"] = ("overdue", true),
        ["cases.item-assigned"] = ("assigned", false),
        ["cases.item-returned"] = ("returned", true),
        ["cases.objection-raised"] = ("objection", true),
        ["cases.hearing-called"] = ("hearing", false),
        ["cases.review-filed"] = ("review-filed", true),
        ["cases.case-migrated"] = ("migrated", false),
    };

    /// <summary>Of these an office may get many at once: a head assigns a list, an import opens a thousand, a version takes over. They come as one.</summary>
    private static readonly IReadOnlySet<string> Together = new HashSet<string>(StringComparer.Ordinal) { "item-opened", "assigned", "migrated" };

    public bool Wants(string type) => ToApplicant.ContainsKey(type) || ToOffice.ContainsKey(type);

    public async Task<IReadOnlyList<NewNotice>> AboutAsync(SealedEvent happened, CancellationToken cancel = default)
    {
        if (!happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal) || await cases.ReadAsync(happened.Stream[CasePrefix.Length..], happened.Sequence, cancel) is not { } occurrence)
        {
            return [];
        }
        var notices = new List<NewNotice>();
        if (ToApplicant.TryGetValue(happened.Type, out var said) && ConcernsApplicant(occurrence))
        {
            notices.AddRange(await ApplicantAsync(occurrence, said, cancel));
        }
        if (ToOffice.TryGetValue(happened.Type, out said))
        {
            notices.AddRange(await OfficeAsync(occurrence, said, cancel));
        }
        return notices;
    }

    /// <summary>What is published besides a notice period, and what a machine passed, is told with the decision.</summary>
    private static bool ConcernsApplicant(CaseOccurrence occurrence) => occurrence.Happened.Event switch
    {
        Announced announced => announced.Item is not null,
        ItemPassed passed => occurrence.Matter.Items.Any(i => i.Key == passed.Item && i.Task == ItemTask.Notice),
        Closed => occurrence.State.DecidedAt is not null,
        _ => true,
    };

    /// <summary>Those who speak for the party, except for what they just did themselves.</summary>
    private async Task<IReadOnlyList<NewNotice>> ApplicantAsync(CaseOccurrence occurrence, (string Text, bool Urgent) said, CancellationToken cancel)
    {
        var state = occurrence.State;
        var people = await audience.SpeakersAsync(state.Applicant.Id, state.MatterKey, time.GetUtcNow().ChinaDate(), cancel);
        var (text, href) = occurrence.Happened.Event switch
        {
            Delivered { Tracking: { Length: > 0 } } => ("posted", "/cases/" + state.Id),
            Closed => ("rate", $"/cases/{state.Id}/rating"),
            _ => (said.Text, "/cases/" + state.Id),
        };
        return [.. people.Where(p => p != occurrence.Happened.ActorId).Select(p => words.To(p, "applicant." + text, said.Urgent, href, language => Arguments(occurrence, language, null)))];
    }

    /// <summary>Who holds the item, or else everybody of the office whose role it is; of a missed limit the head as well.</summary>
    private async Task<IReadOnlyList<NewNotice>> OfficeAsync(CaseOccurrence occurrence, (string Text, bool Urgent) said, CancellationToken cancel)
    {
        var state = occurrence.State;
        switch (occurrence.Happened.Event)
        {
            case ReviewFiled:
                return Say(await ReviewersAsync(occurrence, cancel), occurrence, said, item: null);
            case CaseMigrated:
                return Say(state.Items.Values.Where(i => i.Status == ItemStatus.Open).Select(i => i.HolderId).OfType<string>(), occurrence, said, item: null);
            case ItemOpened { Round: > 1 } when state.Reopened?.At != occurrence.Happened.At:
                // The correction or the sending back told it, with its reason.
                return [];
            default:
                break;
        }
        var (key, office) = occurrence.Happened.Event switch
        {
            ItemOpened opened => (opened.Item, opened.OrganisationId),
            CorrectionProvided corrected => (corrected.Item, null),
            ItemEscalated escalated => (escalated.Item, escalated.OrganisationId),
            ItemDeemed deemed => (deemed.Item, deemed.LiableOrganisationId),
            ItemAssigned assigned => (assigned.Item, null),
            ItemReturned returned => (returned.To, null),
            ObjectionRaised objection => (objection.Item, null),
            HearingCalled hearing => (hearing.Item, null),
            ClockExpired expired => (state.Clocks.GetValueOrDefault(expired.Clock)?.Subject, null),
            _ => ((string?)null, (string?)null),
        };
        if (key is null || occurrence.Matter.Items.FirstOrDefault(i => i.Key == key) is not { } item || !state.Items.TryGetValue(key, out var at))
        {
            return [];
        }
        if (item.Task == ItemTask.Notice && occurrence.Happened.Event is ClockExpired)
        {
            // The period of a notice is over as it should be; what was objected has now to be weighed.
            if (state.Objections.Values.All(o => o.Item != key))
            {
                return [];
            }
            said = ("weigh", false);
        }
        string[] roles = said.Urgent ? [item.Role, Roles.Head, Roles.Supervisor] : [item.Role];
        var people = at.HolderId is { } holder && office is null ? [holder] : await audience.AppointedAsync(office ?? at.OrganisationId, roles, cancel);
        return Say(people, occurrence, said, item);
    }

    /// <summary>Whoever decided does not judge of it: the heads of the deciding office and of the home, and the supervisors above.</summary>
    private async Task<IEnumerable<string>> ReviewersAsync(CaseOccurrence occurrence, CancellationToken cancel)
    {
        var state = occurrence.State;
        var deciding = occurrence.Matter.Items.Where(i => i.Task == ItemTask.Decision).Select(i => state.Items.GetValueOrDefault(i.Key)?.OrganisationId).FirstOrDefault(o => !string.IsNullOrEmpty(o));
        string?[] offices = [state.HomeOrganisationId, deciding, organisations.Resolve(occurrence.Matter.Office, state.HomeOrganisationId)?.Id, organisations.Resolve("supervision", state.HomeOrganisationId)?.Id];
        var people = new List<string>();
        foreach (var office in offices.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            people.AddRange(await audience.AppointedAsync(office, [Roles.Head, Roles.Supervisor], cancel));
        }
        return people.Distinct(StringComparer.Ordinal);
    }

    private IReadOnlyList<NewNotice> Say(IEnumerable<string> people, CaseOccurrence occurrence, (string Text, bool Urgent) said, Item? item) =>
        [.. people.Where(p => p != occurrence.Happened.ActorId).Distinct(StringComparer.Ordinal).Select(p => words.To(
            p, "office." + said.Text, said.Urgent, "/cases/" + occurrence.State.Id, language => Arguments(occurrence, language, item),
            Together.Contains(said.Text) ? (occurrence.Happened.ActorId, "/work") : null))];

    private static object?[] Arguments(CaseOccurrence occurrence, string language, Item? item) =>
        [occurrence.Subject, occurrence.Matter.Title.In(language), item?.Title.In(language) ?? ""];
}
