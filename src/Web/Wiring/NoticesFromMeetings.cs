using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Security.Contracts;
using NewNotice = Zhuangjin.Notices.Contracts.NewNotice;

namespace Zhuangjin.Web.Wiring;

/// <summary>Whistles and joint reviews: leaders hear that they are called, offices that they are summoned, and both who came, promised and broke a promise.</summary>
internal sealed class NoticesFromMeetings(ICaseOccurrences cases, IAudience audience, IOrganisations organisations, NoticeWords words) : INoticeSource
{
    private const string CasePrefix = "case/";

    private static readonly string[] Leaders = [Roles.Leader, Roles.Head];
    private static readonly string[] Staff = [Roles.Head, Roles.Approver, Roles.Reviewer];

    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "cases.meeting-called", "cases.meeting-raised", "cases.meeting-convened", "cases.summons-received", "cases.office-absent",
        "cases.commitment-made", "cases.commitment-kept", "cases.commitment-broken", "cases.meeting-closed",
    };

    public bool Wants(string type) => Wanted.Contains(type);

    public async Task<IReadOnlyList<NewNotice>> AboutAsync(SealedEvent happened, CancellationToken cancel = default)
    {
        if (!Wants(happened.Type) || !happened.Stream.StartsWith(CasePrefix, StringComparison.Ordinal)
            || await cases.ReadAsync(happened.Stream[CasePrefix.Length..], happened.Sequence, cancel) is not { } occurrence)
        {
            return [];
        }
        return occurrence.Happened.Event switch
        {
            MeetingCalled { Kind: MeetingKind.Whistle } e => await SayAsync(occurrence, e.Meeting, "called", urgent: true, [(e.ConvenerOrganisationId, Leaders)], cancel),
            MeetingRaised e => await SayAsync(occurrence, e.Meeting, "raised", urgent: true, [(e.ConvenerOrganisationId, Leaders)], cancel),
            MeetingConvened e => await SayAsync(occurrence, e.Meeting, "summons", urgent: true, Summoned(occurrence, e.Meeting), cancel),
            SummonsReceived e => await SayAsync(occurrence, e.Meeting, "receipt", urgent: false, Convener(occurrence, e.Meeting), cancel, e.OrganisationId),
            OfficeAbsent e => await SayAsync(occurrence, e.Meeting, e.Liable ? "absent" : "not-reached", e.Liable, [(e.OrganisationId, [Roles.Head]), .. Convener(occurrence, e.Meeting)], cancel, e.OrganisationId),
            CommitmentMade e => await SayAsync(occurrence, e.Meeting, "promised", urgent: false, Convener(occurrence, e.Meeting), cancel, e.OrganisationId),
            CommitmentKept e => await SayAsync(occurrence, e.Meeting, "kept", urgent: false, Convener(occurrence, e.Meeting), cancel, e.OrganisationId),
            CommitmentBroken e => await SayAsync(occurrence, e.Meeting, "broken", urgent: true, [(e.OrganisationId, Staff), .. Convener(occurrence, e.Meeting), .. Supervision(occurrence)], cancel, e.OrganisationId),
            MeetingClosed e => await SayAsync(occurrence, e.Meeting, e.Resolved ? "closed" : "unresolved", urgent: false, Summoned(occurrence, e.Meeting), cancel),
            _ => [],
        };
    }

    private static IEnumerable<(string, string[])> Summoned(CaseOccurrence occurrence, string meeting) =>
        (occurrence.State.Meetings.GetValueOrDefault(meeting)?.Summonses.Keys ?? []).Select(o => (o, Staff));

    private static IEnumerable<(string, string[])> Convener(CaseOccurrence occurrence, string meeting) =>
        occurrence.State.Meetings.GetValueOrDefault(meeting) is { } found ? [(found.ConvenerOrganisationId, Leaders)] : [];

    private IEnumerable<(string, string[])> Supervision(CaseOccurrence occurrence) =>
        organisations.Resolve("supervision", occurrence.State.HomeOrganisationId) is { } office ? [(office.Id, [Roles.Supervisor])] : [];

    private async Task<IReadOnlyList<NewNotice>> SayAsync(
        CaseOccurrence occurrence, string meeting, string text, bool urgent, IEnumerable<(string Office, string[] Roles)> audiences, CancellationToken cancel, string? about = null)
    {
        var people = new List<string>();
        foreach (var (office, roles) in audiences)
        {
            people.AddRange(await audience.AppointedAsync(office, roles, cancel));
        }
        return [.. people.Where(p => p != occurrence.Happened.ActorId).Distinct(StringComparer.Ordinal).Select(p => words.To(
            p, "meeting." + text, urgent, $"/cases/{occurrence.State.Id}",
            language => [occurrence.Subject, occurrence.Matter.Title.In(language), about is null ? "" : organisations.Find(about)?.Name.In(language) ?? ""],
            urgent ? null : (meeting + "/" + occurrence.State.Id, $"/cases/{occurrence.State.Id}")))];
    }
}
