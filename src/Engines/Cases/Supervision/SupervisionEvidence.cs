using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Supervision;

/// <summary>What of supervision stands openly in the log: that it was done, about which office and work, by when. Who and why are commitments.</summary>
internal static class SupervisionEvidence
{
    public static EvidenceEvent Of(SupervisionNotice notice, Actor actor, DateTimeOffset now) => notice.State switch
    {
        NoticeState.Sent => Event("cases.notice-issued", notice, actor, now, ("demand", notice.Demand), ("answerBy", Text(notice.AnswerBy))),
        NoticeState.Answered => Event("cases.notice-answered", notice, actor, now, ("reason", notice.Reason), ("cause", notice.Cause)),
        _ => Event("cases.notice-closed", notice, actor, now, ("conclusion", notice.Conclusion), ("record", notice.RecordId)),
    };

    public static EvidenceEvent Of(AccountabilityRecord record, Actor actor) => new(
        record.Kind == RecordKind.Accountability ? "cases.accountability-recorded" : "cases.tolerance-recorded",
        "accountability/" + record.Id,
        1,
        record.At,
        "office/" + SupervisorsOffice(actor),
        Facts(("number", record.Number), ("office", record.OrganisationId), ("case", record.CaseId), ("item", record.Item), ("notice", record.NoticeId), ("measure", record.Measure), ("decidedOn", Text(record.DecidedOn))),
        Facts(("person", actor.PersonId), ("basis", record.Basis), ("reason", record.Reason), ("decidedBy", record.DecidedBy), ("subject", record.Subject)));

    private static EvidenceEvent Event(string type, SupervisionNotice notice, Actor actor, DateTimeOffset now, (string, string?) hidden, (string, string?) open) => new(
        type,
        "notice/" + notice.Id,
        notice.Version,
        now,
        "office/" + (notice.State == NoticeState.Answered ? notice.OrganisationId : SupervisorsOffice(actor)),
        Facts(("number", notice.Number), ("office", notice.OrganisationId), ("case", notice.CaseId), ("item", notice.Item), open),
        Facts(("person", actor.PersonId), ("subject", notice.Subject), hidden));

    public static string SupervisorsOffice(Actor actor) =>
        (actor.Appointments.FirstOrDefault(a => a.Role == Roles.Supervisor) ?? actor.Appointments[0]).OrganisationId;

    public static ImmutableSortedDictionary<string, string> Facts(params (string Name, string? Value)[] values) => values
        .Where(v => !string.IsNullOrEmpty(v.Value))
        .ToImmutableSortedDictionary(v => v.Name, v => v.Value!, StringComparer.Ordinal);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
