using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Collections.Frozen;
using System.Reflection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Cases.Running;

/// <summary>What of an event goes into the log openly, and what only as a commitment.</summary>
/// <remarks>Open: what was done, to which item, by which office, by when it is due. Hidden: who, why, and everything that the applicant wrote.</remarks>
internal static class EvidenceOf
{
    /// <summary>"cases.item-agreed" for <see cref="ItemAgreed"/>, and so on.</summary>
    public static readonly FrozenDictionary<Type, string> Types = typeof(CaseEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    public static string StreamOf(string caseId) => "case/" + caseId;

    /// <param name="applicantId">The party whose matter it is: what an event hides lies under its key, and is erased with it.</param>
    /// <param name="due">Last day of a clock of the case after the event; null when it has none.</param>
    public static EvidenceEvent Event(RecordedEvent recorded, string applicantId, Func<string, string?> due)
    {
        var open = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var hidden = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        hidden["person"] = recorded.ActorId;
        if (recorded.InPlaceOf is { } absent)
        {
            open["by"] = "substitute";
            hidden["absent"] = absent;
        }
        Describe(recorded.Event, due, open, hidden);
        return new(Types[recorded.Event.GetType()], StreamOf(recorded.CaseId), recorded.Sequence, recorded.At, recorded.ActingFor, open.ToImmutable(), hidden.ToImmutable(), "party/" + applicantId);
    }

    private static void Describe(CaseEvent happened, Func<string, string?> due, IDictionary<string, string> open, IDictionary<string, string> hidden)
    {
        void Open(string name, string? value) => Put(open, name, value);
        void Hide(string name, string? value) => Put(hidden, name, value);
        switch (happened)
        {
            case Submitted e:
                Open("number", e.Number);
                Open("matter", e.MatterKey);
                Open("matterVersion", e.MatterVersion);
                Open("matterHash", e.MatterHash);
                Open("home", e.HomeOrganisationId);
                Hide("applicant.name", e.Applicant.Name);
                Hide("applicant.code", e.Applicant.Code);
                Hide("mandate", e.MandateId);
                Hide("subject", e.SubjectKey);
                Papers(e.Form, e.Materials, hidden);
                break;
            case OldCaseKept e:
                Open("outcome", e.Granted ? "granted" : "refused");
                Open("submitted", e.SubmittedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                Open("decided", e.DecidedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                Hide("number", e.Note);
                break;
            case Accepted e:
                Open("outcome", e.BySilence ? "accepted-by-silence" : "accepted");
                break;
            case AcceptanceRefused e:
                Hide("reason", e.Reason);
                break;
            case SupplementRequested e:
                Open("gaps", e.Gaps.Length.ToString(CultureInfo.InvariantCulture));
                foreach (var gap in e.Gaps)
                {
                    Hide("gap." + gap.Target, gap.Note);
                }
                break;
            case SupplementProvided e:
                Papers(e.Form, e.Materials, hidden);
                break;
            case ItemOpened e:
                Open("item", e.Item);
                Open("office", e.OrganisationId);
                Open("round", e.Round.ToString(CultureInfo.InvariantCulture));
                break;
            case ItemSkipped e:
                Open("item", e.Item);
                Hide("because", e.Because);
                break;
            case ItemReceived e:
                Open("item", e.Item);
                break;
            case ItemTaken e:
                Open("item", e.Item);
                Hide("holder", e.PersonId);
                break;
            case ItemAssigned e:
                Open("item", e.Item);
                Hide("holder", e.PersonId);
                break;
            case ItemReleased e:
                Open("item", e.Item);
                break;
            case ResultFilledIn e:
                Open("item", e.Item);
                Papers(e.Form, ImmutableSortedDictionary<string, MaterialState>.Empty, hidden);
                break;
            case ItemAgreed e:
                Open("item", e.Item);
                Open("outcome", "agreed");
                Hide("remark", e.Remark);
                break;
            case ItemDisagreed e:
                Open("item", e.Item);
                Open("outcome", "disagreed");
                Hide("reason", e.Reason);
                break;
            case ItemReturned e:
                Open("item", e.Item);
                Open("outcome", "returned");
                Open("to", e.To);
                Hide("reason", e.Reason);
                break;
            case ItemDeemed e:
                Open("item", e.Item);
                Open("outcome", "deemed");
                Open("liable", e.LiableOrganisationId);
                break;
            case ItemEscalated e:
                Open("item", e.Item);
                Open("tier", e.Tier.ToString(CultureInfo.InvariantCulture));
                Open("office", e.OrganisationId);
                break;
            case CorrectionProvided e:
                Open("item", e.Item);
                Hide("explanation", e.Explanation);
                Papers(e.Form, e.Materials, hidden);
                break;
            case PromiseFulfilled e:
                Open("material", e.Material);
                Paper(e.Material, e.State, hidden);
                break;
            case ClockStarted e:
                Open("clock", e.Clock);
                Open("limit", e.Limit.ToString());
                Open("due", due(e.Clock));
                break;
            case ClockPaused e:
                Open("clock", e.Clock);
                Open("why", e.Why);
                break;
            case ClockResumed e:
                Open("clock", e.Clock);
                Open("due", due(e.Clock));
                break;
            case ClockStopped e:
                Open("clock", e.Clock);
                break;
            case ClockExtended e:
                Open("clock", e.Clock);
                Open("by", e.By.ToString());
                Open("due", due(e.Clock));
                Hide("reason", e.Reason);
                break;
            case ClockExpired e:
                Open("clock", e.Clock);
                Open("due", Kernel.Time.ChinaTime.ChinaDate(e.Due).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                Open("action", e.Action.ToString());
                break;
            case Suspended e:
                Open("why", e.Why);
                Hide("reason", e.Reason);
                break;
            case Granted e:
                Open("outcome", "granted");
                Hide("remark", e.Remark);
                break;
            case Refused e:
                Open("outcome", "refused");
                Hide("reason", e.Reason);
                break;
            case IssueOrdered e:
                Open("certificateType", e.CertificateType);
                break;
            case CertificateAttached e:
                Open("certificate", e.CertificateId);
                Open("number", e.CertificateNumber);
                break;
            case Delivered e:
                Open("method", e.Method);
                Open("tracking", e.Tracking);
                break;
            case CaseMigrated e:
                Open("matterVersion", e.ToVersion);
                Open("matterHash", e.ToHash);
                Open("replaces", e.FromVersion);
                Hide("reason", e.Reason);
                foreach (var (field, value) in e.Form)
                {
                    Hide("form." + field, value);
                }
                break;
            case Withdrawn e:
                Open("outcome", e.ByLapse ? "lapsed" : "withdrawn");
                Hide("reason", e.Reason);
                break;
            case ItemExempted e:
                Open("item", e.Item);
                Open("exemption", e.Exemption);
                Open("basis", string.Join("；", e.Basis));
                Hide("because", e.Because);
                break;
            case ItemShared e:
                Open("item", e.Item);
                Open("office", e.OrganisationId);
                break;
            case DraftOpinionGiven e:
                Open("item", e.Item);
                Open("outcome", "draft");
                Hide("draft", e.Favourable ? "favourable" : "unfavourable");
                Hide("text", e.Text);
                break;
            case DraftOpinionConfirmed e:
                Open("item", e.Item);
                break;
            case SimulatedResultGiven e:
                Open("outcome", "simulated");
                Hide("remark", e.Remark);
                break;
            case SimulationConverted e:
                Open("outcome", "converted");
                Hide("remark", e.Remark);
                break;
            case MeetingCalled e:
                Open("meeting", e.Meeting);
                Open("kind", e.Kind.ToString());
                Open("tier", e.Tier.ToString(CultureInfo.InvariantCulture));
                Open("office", e.ConvenerOrganisationId);
                Open("called", string.Join(' ', e.Offices.Select(o => o.OrganisationId)));
                Hide("problem", e.Problem);
                break;
            case MeetingRaised e:
                Open("meeting", e.Meeting);
                Open("tier", e.Tier.ToString(CultureInfo.InvariantCulture));
                Open("office", e.ConvenerOrganisationId);
                break;
            case MeetingConvened e:
                Open("meeting", e.Meeting);
                Open("heldOn", Kernel.Time.ChinaTime.ChinaDate(e.HeldAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                Hide("place", e.Place);
                break;
            case SummonsReceived e:
                Open("meeting", e.Meeting);
                Open("office", e.OrganisationId);
                break;
            case OfficeReported e:
                Open("meeting", e.Meeting);
                Open("office", e.OrganisationId);
                break;
            case OfficeAbsent e:
                Open("meeting", e.Meeting);
                Open(e.Liable ? "liable" : "office", e.OrganisationId);
                break;
            case CommitmentMade e:
                Open("meeting", e.Meeting);
                Open("office", e.OrganisationId);
                Open("due", e.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                Hide("what", e.What);
                break;
            case CommitmentKept e:
                Open("meeting", e.Meeting);
                Open("office", e.OrganisationId);
                Hide("how", e.How);
                break;
            case CommitmentBroken e:
                Open("meeting", e.Meeting);
                Open("liable", e.OrganisationId);
                break;
            case MeetingClosed e:
                Open("meeting", e.Meeting);
                Open("outcome", e.Resolved ? "resolved" : "unresolved");
                Hide("text", e.Outcome);
                break;
            case ChecksAnswered e:
                Open("item", e.Item);
                Open("outcome", e.Points.All(p => p.Outcome == CheckOutcome.Passed) ? "passed" : "not-passed");
                foreach (var point in e.Points)
                {
                    Open("check." + point.Key, point.Outcome.ToString());
                    Hide("check." + point.Key, point.Because);
                }
                break;
            case ItemPassed e:
                Open("item", e.Item);
                Open("outcome", "agreed-by-checks");
                Hide("reason", e.Reason);
                break;
            case Announced e:
                Open("announcement", e.Key);
                Open("title", e.Title);
                foreach (var line in e.Lines)
                {
                    Hide("line." + line.Label, line.Value);
                }
                break;
            case ObjectionRaised e:
                Open("item", e.Item);
                Open("objection", e.Key);
                Hide("name", e.Name);
                Hide("text", e.Text);
                break;
            case HearingCalled e:
                Open("item", e.Item);
                Open("heldOn", Kernel.Time.ChinaTime.ChinaDate(e.HeldAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                Hide("place", e.Place);
                break;
            case HearingHeld e:
                Open("item", e.Item);
                Hide("minutes", e.Minutes);
                break;
            case TermEnded e:
                Open("clock", e.Clock);
                Open("outcome", e.Early ? "ended-early" : "ended");
                Hide("reason", e.Reason);
                break;
            case VoidOrdered e:
                Open("certificate", e.Certificate);
                Hide("reason", e.Reason);
                break;
            case ReviewFiled e:
                Open("review", e.Key);
                Open("kind", e.Kind.ToString());
                Hide("ground", e.Ground);
                break;
            case ReviewDecided e:
                Open("review", e.Key);
                Open("outcome", e.Outcome.ToString());
                Hide("reason", e.Reason);
                break;
            case CaseReopened e:
                Open("outcome", "reopened");
                Open("basis", e.Basis);
                Hide("reason", e.Reason);
                break;
            case DecisionRevoked e:
                Open("outcome", "revoked");
                Open("basis", e.Basis);
                Hide("reason", e.Reason);
                break;
            case Resumed or ResultReady or Closed:
                break;
            default:
                throw new InvalidOperationException($"The event {happened.GetType().Name} does not say what of it may stand openly in the log.");
        }
    }

    private static void Papers(ImmutableSortedDictionary<string, string> form, ImmutableSortedDictionary<string, MaterialState> materials, IDictionary<string, string> hidden)
    {
        foreach (var (field, value) in form)
        {
            Put(hidden, "form." + field, value);
        }
        foreach (var (key, state) in materials)
        {
            Paper(key, state, hidden);
        }
    }

    private static void Paper(string key, MaterialState state, IDictionary<string, string> hidden)
    {
        Put(hidden, "material." + key, state.Status switch
        {
            MaterialStatus.Provided when state.CertificateId is not null => $"certificate {state.CertificateId} {state.CertificateNumber}",
            MaterialStatus.Provided => $"sha256 {state.FileSha256} {state.FileName}",
            MaterialStatus.Promised => "promised",
            MaterialStatus.Awaited => "awaited",
            _ => "missing",
        });
    }

    private static void Put(IDictionary<string, string> into, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            into[name] = value;
        }
    }
}
