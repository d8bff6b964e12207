using Zhuangjin.Cases.Clocks;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Decides commands. Pure: no I/O, no clock, no randomness, no culture; the same input gives the same events, for ever.</summary>
internal static class Decider
{
    /// <summary>What the command leads to. Rights are the caller's; here stands only what matter and state allow.</summary>
    public static Decision Decide(CompiledMatter matter, CaseState? state, CaseCommand command, DecisionContext context)
    {
        var caseId = state?.Id ?? (command as Submit)?.CaseId ?? throw new ArgumentException("Only a submission begins a case.", nameof(command));
        var deliberation = new Deliberation(matter, state, caseId, context);
        if (state is not null && command is Submit)
        {
            throw new ArgumentException($"Case {caseId} has begun already.", nameof(command));
        }
        if (state?.EndedAt is not null && !Remedies.IsOne(command) && command is not RaiseObjection)
        {
            // An ended case is over for everybody; the clock just finds nothing to do.
            if (command is not Tick)
            {
                deliberation.Refuse("", Refusals.Ended, state.Number, Deliberation.Text(state.EndedAt.Value));
            }
            return deliberation.End();
        }
        Act(deliberation, command);
        if (!deliberation.IsRefused && !deliberation.HasEnded)
        {
            Flow.Advance(deliberation);
        }
        if (!deliberation.IsRefused && !deliberation.IsAsking)
        {
            ClockKeeping.Follow(deliberation);
        }
        return deliberation.End();
    }

    /// <summary>True when a clock has ended that was not acted upon yet: send a <see cref="Tick"/> first, then whatever was asked, so that no outcome depends on when the sweeper came by.</summary>
    public static bool IsTickDue(CaseState state, WorkCalendar calendar, DateTimeOffset now) =>
        state.EndedAt is null && state.Clocks.Values.Any(c => !c.Expired && Clockwork.ExpiresAt(c, calendar) is { } end && end <= now);

    private static void Act(Deliberation d, CaseCommand command)
    {
        switch (command)
        {
            case Submit c: Applying.Submit(d, c); break;
            case Accept: Acceptance.Accept(d); break;
            case RefuseAcceptance c: Acceptance.Refuse(d, c); break;
            case RequestSupplement c: Supplementing.Request(d, c); break;
            case ProvideSupplement c: Supplementing.Provide(d, c); break;
            case ReceiveItem c: Handling.Receive(d, c); break;
            case TakeItem c: Handling.Take(d, c); break;
            case ReleaseItem c: Handling.Release(d, c); break;
            case AssignItem c: Handling.Assign(d, c); break;
            case AgreeItem c: Reviewing.Agree(d, c); break;
            case DisagreeItem c: Reviewing.Disagree(d, c); break;
            case ProvideCorrection c: Correcting.Provide(d, c); break;
            case FulfilPromise c: Promising.Fulfil(d, c); break;
            case Suspend c: Standing.Suspend(d, c); break;
            case Resume: Standing.Resume(d); break;
            case ExtendClock c: Standing.Extend(d, c); break;
            case Grant c: Reviewing.Grant(d, c); break;
            case Refuse c: Reviewing.Refuse(d, c); break;
            case AttachCertificate c: Delivering.Attach(d, c); break;
            case HandOver c: Delivering.HandOver(d, c); break;
            case Withdraw c: Applying.Withdraw(d, c); break;
            case Tick: Expiring.Act(d); break;
            case GiveDraftOpinion c: EarlyOpinions.Give(d, c); break;
            case ConvertSimulation c: Simulating.Convert(d, c); break;
            case BlowWhistle c: Convening.Whistle(d, c); break;
            case CallJointReview c: Convening.JointReview(d, c); break;
            case Convene c: Convening.Convene(d, c); break;
            case ReceiveSummons c: Attending.Receive(d, c); break;
            case ReportToMeeting c: Attending.Report(d, c); break;
            case MakeCommitment c: Attending.Commit(d, c); break;
            case KeepCommitment c: Attending.Keep(d, c); break;
            case CloseMeeting c: Convening.Close(d, c); break;
            case ConfirmDraftOpinion c: EarlyOpinions.Confirm(d, c); break;
            case RaiseObjection c: Announcing.Object(d, c); break;
            case CallHearing c: Hearing.Call(d, c); break;
            case RecordHearing c: Hearing.Record(d, c); break;
            case EndTerm c: Consequences.EndTerm(d, c); break;
            case FileReview c: Remedies.File(d, c); break;
            case DecideReview c: Remedies.Decide(d, c); break;
            case ReopenCase c: Remedies.Reopen(d, c); break;
            case RevokeDecision c: Remedies.Revoke(d, c); break;
            case MigrateCase c: Migrating.Move(d, c); break;
            default: throw new InvalidOperationException($"No decision for {command.GetType().Name}.");
        }
    }
}
