using System.Collections.Immutable;
using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Running;

/// <summary>Who may send which command to a case, and who may see it. The questions are answered by <see cref="IAccess"/>; here stands which question is asked.</summary>
internal sealed class CaseRights(IAccess access, IOrganisations organisations, TimeProvider time)
{
    /// <summary>Role of somebody who helps a case along (帮办): he may do the applicant's errands and never decides.</summary>
    public const string Helper = "helper";

    public bool Represents(Actor actor, string partyId, string matterKey) =>
        actor.IsSignedIn && access.Represents(actor, partyId, matterKey, time.GetUtcNow().ChinaDate());

    public bool IsApplicant(Actor actor, CaseState state) => Represents(actor, state.Applicant.Id, state.MatterKey);

    /// <summary>True for the applicant's side, and for officials below whose organisation the case is at home or has an item.</summary>
    public bool MaySee(Actor actor, CaseState state) => IsApplicant(actor, state) || MaySeeAsOfficial(actor, state);

    public bool MaySeeAsOfficial(Actor actor, CaseState state) =>
        access.May(actor, Permissions.CasesRead, state.HomePath) || state.Items.Values.Any(i => access.May(actor, Permissions.CasesRead, i.OrganisationPath))
        || state.Meetings.Values.Any(m => access.May(actor, Permissions.CasesRead, m.ConvenerOrganisationPath) || (m.ConvenedAt is not null && m.Summonses.Values.Any(s => access.May(actor, Permissions.CasesRead, s.OrganisationPath))))
        || state.Early.Values.Any(e => access.May(actor, Permissions.CasesRead, e.OrganisationPath));

    /// <summary>True for those who may publish at the office that runs the case: its head as well as the administrators above it. Nobody moves his own case.</summary>
    public bool MayMove(Actor actor, Matter matter, CaseState state) =>
        access.May(actor, Permissions.CasesPublish, organisations.Resolve(matter.Office, state.HomeOrganisationId)?.Path ?? state.HomePath) && !IsApplicant(actor, state);

    /// <exception cref="DeniedException">The actor may not send this command to this case.</exception>
    public void Demand(Actor actor, Matter matter, CaseState? state, CaseCommand command)
    {
        if (Refusal(actor, matter, state, command) is { } code)
        {
            throw new DeniedException(code);
        }
    }

    /// <summary>In whose name the command is done: "party/{id}", "office/{organisation id}" or "clock".</summary>
    public static string ActingFor(Actor actor, Matter matter, CaseState? state, CaseCommand command) => command switch
    {
        _ when actor.PersonId == Actor.Clock.PersonId => "clock",
        Submit { EnteredAt: { } office } => "office/" + office.TrimEnd('/').Split('/')[^1],
        Submit submit => "party/" + submit.Applicant.Id,
        ProvideSupplement or ProvideCorrection or FulfilPromise or Withdraw or EndTerm or FileReview => "party/" + state!.Applicant.Id,
        RaiseObjection => "public",
        HandOver { Method: "online" } when actor.Appointments.Count == 0 => "party/" + state!.Applicant.Id,
        _ when MeetingOffice(state!, command) is { } office => "office/" + office.OrganisationId,
        _ => "office/" + (ItemOf(matter, state!, command) is { } item && Office(state!, item.Key) is { } at ? at.OrganisationId : state!.HomeOrganisationId),
    };

    /// <summary>A command of the kind that an action names ("AgreeItem:planning", "Withdraw"), to ask whether it may be sent.</summary>
    public static CaseCommand Sample(string action)
    {
        var (name, of) = action.Split(':', 2) is [var command, var subject] ? (command, subject) : (action, "");
        return name switch
        {
            nameof(Accept) => new Accept(),
            nameof(RefuseAcceptance) => new RefuseAcceptance(""),
            nameof(RequestSupplement) => new RequestSupplement([]),
            nameof(ProvideSupplement) => new ProvideSupplement(NoForm, NoMaterials),
            nameof(ReceiveItem) => new ReceiveItem(of),
            nameof(TakeItem) => new TakeItem(of),
            nameof(ReleaseItem) => new ReleaseItem(of),
            nameof(AssignItem) => new AssignItem(of, ""),
            nameof(AgreeItem) => new AgreeItem(of, null),
            nameof(DisagreeItem) => new DisagreeItem(of, ""),
            nameof(ProvideCorrection) => new ProvideCorrection(of, "", NoForm, NoMaterials),
            nameof(FulfilPromise) => new FulfilPromise(of, new(MaterialStatus.Provided, null, null, 0, null, null, null)),
            nameof(Suspend) => new Suspend("", ""),
            nameof(Resume) => new Resume(),
            nameof(ExtendClock) => new ExtendClock(of, 0, ""),
            nameof(Grant) => new Grant(of, null),
            nameof(Refuse) => new Refuse(of, ""),
            nameof(AttachCertificate) => new AttachCertificate("", ""),
            nameof(HandOver) => new HandOver("online"),
            nameof(Withdraw) => new Withdraw(""),
            nameof(Tick) => new Tick(),
            nameof(ConvertSimulation) => new ConvertSimulation(),
            nameof(BlowWhistle) => new BlowWhistle(1, "", []),
            nameof(CallJointReview) => new CallJointReview("", default, ""),
            nameof(Convene) => new Convene(of, default, ""),
            nameof(CloseMeeting) => new CloseMeeting(of, "", true),
            nameof(ReceiveSummons) => new ReceiveSummons(MeetingClocks.MeetingOf(of), MeetingClocks.OfficeOf(of) ?? ""),
            nameof(ReportToMeeting) => new ReportToMeeting(MeetingClocks.MeetingOf(of), MeetingClocks.OfficeOf(of) ?? ""),
            nameof(MakeCommitment) => new MakeCommitment(MeetingClocks.MeetingOf(of), MeetingClocks.OfficeOf(of) ?? "", "", default),
            nameof(KeepCommitment) => new KeepCommitment(MeetingClocks.MeetingOf(of), MeetingClocks.OfficeOf(of) ?? "", ""),
            nameof(GiveDraftOpinion) => new GiveDraftOpinion(of, true, ""),
            nameof(ConfirmDraftOpinion) => new ConfirmDraftOpinion(of),
            nameof(CallHearing) => new CallHearing(of, default, ""),
            nameof(RecordHearing) => new RecordHearing(of, ""),
            nameof(EndTerm) => new EndTerm(""),
            nameof(FileReview) => new FileReview(ReviewKind.Objection, ""),
            nameof(DecideReview) => new DecideReview(of, ReviewOutcome.Upheld, ""),
            nameof(ReopenCase) => new ReopenCase("", ""),
            nameof(RevokeDecision) => new RevokeDecision("", ""),
            nameof(MigrateCase) => new MigrateCase("", "", ""),
            _ => throw new ArgumentException($"'{action}' names no command.", nameof(action)),
        };
    }

    private static readonly ImmutableSortedDictionary<string, string> NoForm = ImmutableSortedDictionary<string, string>.Empty;

    private static readonly ImmutableSortedDictionary<string, MaterialState> NoMaterials = ImmutableSortedDictionary<string, MaterialState>.Empty;

    /// <summary>Text key of why not; null when the actor may, by his own appointments or in the place of a colleague on leave.</summary>
    public string? Refusal(Actor actor, Matter matter, CaseState? state, CaseCommand command) =>
        RefusalOf(Hat(actor, matter, state, command), matter, state, command);

    /// <summary>As whom the actor does this: by his own right where he has it, else in the place of the first colleague on leave who has. The two are never mixed.</summary>
    public Actor Hat(Actor actor, Matter matter, CaseState? state, CaseCommand command)
    {
        var himself = actor.Himself();
        if (actor.Substitutions.Count > 0 && state is not null && ItemKeyOf(matter, state, command) is { } key && state.Items.GetValueOrDefault(key)?.HolderId is { } holder
            && actor.Substitutions.FirstOrDefault(s => s.PersonId == holder) is { } absent && actor.InPlaceOf(absent) is var held && RefusalOf(held, matter, state, command) is null)
        {
            // The colleague has taken it: it is done in his place though the actor could have done it himself.
            return held;
        }
        return actor.Substitutions.Count == 0 || RefusalOf(himself, matter, state, command) is null
            ? himself
            : actor.Substitutions.Select(actor.InPlaceOf).FirstOrDefault(hat => RefusalOf(hat, matter, state, command) is null) ?? himself;
    }

    private string? RefusalOf(Actor actor, Matter matter, CaseState? state, CaseCommand command)
    {
        if (actor.PersonId == Actor.Clock.PersonId)
        {
            return command is Tick or AttachCertificate ? null : "cases.fault.not-the-clocks";
        }
        if (!actor.IsSignedIn)
        {
            return "cases.fault.sign-in";
        }
        return command switch
        {
            Tick or AttachCertificate => "cases.fault.only-the-clock",
            Submit { EnteredAt: { } office } => access.May(actor, Permissions.CasesHandle, office) ? null : "cases.fault.not-your-office",
            Submit submit => Represents(actor, submit.Applicant.Id, matter.Key) ? null : "cases.fault.not-your-party",
            ProvideSupplement or ProvideCorrection or FulfilPromise or Withdraw => IsApplicant(actor, state!) ? null : "cases.fault.not-your-party",
            HandOver { Method: "online" } when IsApplicant(actor, state!) => null,
            HandOver => RunsCase(actor, matter, state!) ? null : "cases.fault.not-your-office",
            ExtendClock extend => MayExtend(actor, matter, state!, extend),
            ConvertSimulation => RunsCase(actor, matter, state!) && !IsApplicant(actor, state!) ? null : "cases.fault.not-your-office",
            BlowWhistle or CallJointReview or Convene or CloseMeeting or ReceiveSummons or ReportToMeeting or MakeCommitment or KeepCommitment => ForMeeting(actor, matter, state!, command),
            RaiseObjection => IsApplicant(actor, state!) ? "cases.fault.own-notice" : null,
            EndTerm or FileReview => IsApplicant(actor, state!) ? null : "cases.fault.not-your-party",
            // Whoever decided does not judge of it: that is the head's, or the authority's above.
            DecideReview or ReopenCase or RevokeDecision => access.May(actor, Permissions.CasesExtend, state!.HomePath) || (command is DecideReview && access.May(actor, Permissions.CasesSupervise, state.HomePath)) ? null : "cases.fault.only-the-head",
            MigrateCase => MayMove(actor, matter, state!) ? null : "cases.fault.not-your-matter",
            Suspend or Resume => MayPause(actor, matter, state!),
            _ => ForItem(actor, matter, state!, command),
        };
    }

    public static string? ItemKeyOf(Matter matter, CaseState state, CaseCommand command) => ItemOf(matter, state, command)?.Key;

    /// <summary>The item that a command is about; for the acceptance commands the item of that task.</summary>
    private static Item? ItemOf(Matter matter, CaseState state, CaseCommand command)
    {
        var key = command switch
        {
            ReceiveItem c => c.Item,
            TakeItem c => c.Item,
            ReleaseItem c => c.Item,
            AssignItem c => c.Item,
            AgreeItem c => c.Item,
            DisagreeItem c => c.Item,
            Grant c => c.Item,
            Refuse c => c.Item,
            CallHearing c => c.Item,
            RecordHearing c => c.Item,
            GiveDraftOpinion c => c.Item,
            ConfirmDraftOpinion c => c.Item,
            ExtendClock c => state.Clocks.TryGetValue(c.Clock, out var clock) ? clock.Subject : null,
            _ => null,
        };
        return command is Accept or RefuseAcceptance or RequestSupplement
            ? matter.Items.FirstOrDefault(i => i.Task == ItemTask.Acceptance)
            : matter.Items.FirstOrDefault(i => i.Key == key);
    }

    private string? ForItem(Actor actor, Matter matter, CaseState state, CaseCommand command)
    {
        if (ItemOf(matter, state, command) is not { } item || Office(state, item.Key) is not { } at)
        {
            // Whether such work exists is told only to those who may see the case.
            return MaySeeAsOfficial(actor, state) ? "cases.fault.no-such-item" : "cases.fault.not-your-office";
        }
        if (command is AssignItem)
        {
            return Holds(actor, Roles.Head, at.OrganisationPath) && access.May(actor, Permissions.CasesHandle, at.OrganisationPath) ? null : "cases.fault.not-the-head";
        }
        if (!Holds(actor, item.Role, at.OrganisationPath) || !access.May(actor, Permissions.CasesHandle, at.OrganisationPath))
        {
            return "cases.fault.not-your-office";
        }
        if (IsApplicant(actor, state) || actor.For is { } absent && absent.Parties.Any(p => p.Party.Id == state.Applicant.Id))
        {
            return "cases.fault.own-case";
        }
        var decides = command is Grant or Refuse;
        if (decides && !access.May(actor, Permissions.CasesDecide, at.OrganisationPath))
        {
            return "cases.fault.not-your-office";
        }
        return (decides || command is AgreeItem or DisagreeItem or ConfirmDraftOpinion) && (Holds(actor, Helper, at.OrganisationPath) || Holds(actor, Helper, state.HomePath))
            ? "cases.fault.helper-decides"
            : null;
    }

    /// <summary>The office that has the item, or that was shown it before its turn.</summary>
    private static (string OrganisationId, string OrganisationPath)? Office(CaseState state, string item) =>
        state.Items.TryGetValue(item, out var at) ? (at.OrganisationId, at.OrganisationPath)
        : state.Early.TryGetValue(item, out var early) ? (early.OrganisationId, early.OrganisationPath)
        : null;

    /// <summary>Leaders whistle and convene, the office that runs the case calls joint reviews, each office answers for itself.</summary>
    private string? ForMeeting(Actor actor, Matter matter, CaseState state, CaseCommand command)
    {
        var may = command switch
        {
            BlowWhistle => access.May(actor, Permissions.CasesConvene, state.HomePath),
            CallJointReview => RunsCase(actor, matter, state),
            Convene or CloseMeeting => (MeetingOffice(state, command) is { } convener && access.May(actor, Permissions.CasesConvene, convener.OrganisationPath))
                || (command is CloseMeeting close && state.Meetings.GetValueOrDefault(close.Meeting)?.Kind == MeetingKind.JointReview && RunsCase(actor, matter, state)),
            _ => MeetingOffice(state, command) is { } office && access.May(actor, Permissions.CasesHandle, office.OrganisationPath),
        };
        return may ? null : "cases.fault.not-your-office";
    }

    /// <summary>In whose name a command about a meeting is sent: the convener's, or that of the office which answers.</summary>
    private static (string OrganisationId, string OrganisationPath)? MeetingOffice(CaseState state, CaseCommand command)
    {
        var (meeting, office) = command switch
        {
            Convene c => (c.Meeting, null),
            CloseMeeting c => (c.Meeting, null),
            ReceiveSummons c => (c.Meeting, c.OrganisationId),
            ReportToMeeting c => (c.Meeting, c.OrganisationId),
            MakeCommitment c => (c.Meeting, c.OrganisationId),
            KeepCommitment c => (c.Meeting, c.OrganisationId),
            _ => ("", (string?)null),
        };
        return state.Meetings.GetValueOrDefault(meeting) is not { } found ? null
            : office is null ? (found.ConvenerOrganisationId, found.ConvenerOrganisationPath)
            : found.Summonses.TryGetValue(office, out var summons) ? (summons.OrganisationId, summons.OrganisationPath)
            : null;
    }

    private string? MayExtend(Actor actor, Matter matter, CaseState state, ExtendClock command)
    {
        if (!state.Clocks.TryGetValue(command.Clock, out var clock) || matter.Clocks.FirstOrDefault(r => r.Key == clock.RuleKey)?.Extension is not { } rule)
        {
            return MaySeeAsOfficial(actor, state) ? "cases.fault.not-extensible" : "cases.fault.not-your-office";
        }
        var path = clock.Subject is { } subject && state.Items.TryGetValue(subject, out var item) ? item.OrganisationPath : state.HomePath;
        return Holds(actor, rule.Role, path) && access.May(actor, Permissions.CasesExtend, path) ? null : "cases.fault.not-your-office";
    }

    /// <summary>True for the office that runs the case: that of its home, or the window that took it in.</summary>
    private bool RunsCase(Actor actor, Matter matter, CaseState state) =>
        access.May(actor, Permissions.CasesHandle, state.HomePath)
        || matter.Items.Any(i => (i.Task == ItemTask.Acceptance || i.Office == matter.Office) && state.Items.TryGetValue(i.Key, out var at) && access.May(actor, Permissions.CasesHandle, at.OrganisationPath));

    private string? MayPause(Actor actor, Matter matter, CaseState state) =>
        RunsCase(actor, matter, state)
        || state.Items.Values.Any(i => i.Status == ItemStatus.Open && access.May(actor, Permissions.CasesHandle, i.OrganisationPath))
            ? null
            : "cases.fault.not-your-office";

    private static bool Holds(Actor actor, string role, string path) =>
        actor.Appointments.Any(a => a.Role == role && path.StartsWith(a.OrganisationPath, StringComparison.Ordinal));
}
