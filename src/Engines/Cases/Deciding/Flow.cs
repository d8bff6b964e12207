using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;

namespace Zhuangjin.Cases.Deciding;

/// <summary>What follows by itself: steps open when their turn comes, machines answer, the result is granted, ordered, closed.</summary>
internal static class Flow
{
    /// <summary>Reason of an item that was not needed because others sufficed.</summary>
    public const string JoinMet = "cases.skipped.join-met";

    public static void Advance(Deliberation d)
    {
        while (!d.IsRefused && !d.IsAsking && !d.HasEnded && Once(d))
        {
        }
    }

    /// <summary>One thing that follows; false when nothing does.</summary>
    private static bool Once(Deliberation d) => OpenNext(d) || Announcing.Publish(d) || Checking.Answer(d) || (!d.IsAsking && Follows(d));

    private static bool Follows(Deliberation d) => AnswerByMachine(d) || ReleaseUnneeded(d) || EarlyOpinions.Share(d) || Grant(d) || Consequences.Void(d) || Order(d) || Close(d);

    private static bool OpenNext(Deliberation d)
    {
        if (d.State.Phase is not (CasePhase.Submitted or CasePhase.Reviewing))
        {
            return false;
        }
        var moved = false;
        foreach (var step in d.Matter.Matter.Steps)
        {
            foreach (var item in step.Items.Where(i => !d.State.Items.TryGetValue(i.Key, out var known) || known.Status == ItemStatus.Returned))
            {
                // Looked at one by one: what the item before has become decides whether this one's turn has come.
                if (CompiledMatter.IsTurnOf(item, d.State) && !WaitsForRepeat(item, d.State) && !(item.After.Length > 0 && step.Join != Join.All && d.Matter.IsStepDone(step, d.State)))
                {
                    Open(d, item);
                    moved = true;
                }
            }
            if (d.IsRefused || !d.Matter.IsStepDone(step, d.State) || !MayPass(d, step))
            {
                break;
            }
        }
        return moved;
    }

    /// <summary>True while the item that this one sent the work back to is not done again.</summary>
    private static bool WaitsForRepeat(Item item, CaseState state) => item.ReturnTo.Any(i => state.Items.GetValueOrDefault(i) is { Status: ItemStatus.Open or ItemStatus.Returned });

    /// <summary>Behind the acceptance nothing opens before the case is accepted.</summary>
    private static bool MayPass(Deliberation d, Step step) => d.State.Phase != CasePhase.Submitted || step.Items.All(i => i.Task != ItemTask.Acceptance);

    private static void Open(Deliberation d, Item item)
    {
        if (!d.Matter.Holds(item.When, d.Matter.Facts(d.State)))
        {
            d.Happen(new ItemSkipped(item.Key, item.SkippedBecause?.ToString() ?? item.When!));
            return;
        }
        if (d.Matter.ExemptionOf(item.Key, d.State.Form) is { } exemption)
        {
            d.Happen(new ItemExempted(item.Key, exemption.Key, exemption.Because.ToString(), [.. exemption.Basis.Select(b => $"{b.Law}{b.Article}")]));
            return;
        }
        var function = d.Matter.OfficeOf(item, d.State.Form);
        if (function is null || d.Context.Office(function) is not { } office)
        {
            d.Refuse("", "cases.fault.no-office", item.Title.ToString(), function ?? item.Office);
            return;
        }
        d.Happen(new ItemOpened(item.Key, office.Id, office.Path, (d.State.Items.GetValueOrDefault(item.Key)?.Round ?? 0) + 1));
    }

    /// <summary>A machine waits until its check holds, and agrees.</summary>
    private static bool AnswerByMachine(Deliberation d)
    {
        var item = d.Matter.Matter.Items.FirstOrDefault(i => i.Task == ItemTask.Machine && IsOpen(d, i) && d.Matter.Holds(i.Check, d.Matter.Facts(d.State)) && d.Matter.Holds(d.Matter.StepOf(i.Key).Requires, d.Matter.Facts(d.State)));
        if (item is null)
        {
            return false;
        }
        d.Happen(new ItemAgreed(item.Key, null));
        return true;
    }

    /// <summary>Where one or some suffice, the others need not answer any more.</summary>
    private static bool ReleaseUnneeded(Deliberation d)
    {
        var item = d.Matter.Matter.Steps
            .Where(s => s.Join != Join.All && d.Matter.IsStepDone(s, d.State))
            .SelectMany(s => s.Items)
            .FirstOrDefault(i => i.Holds && (IsOpen(d, i) || d.State.Items.GetValueOrDefault(i.Key) is null or { Correcting: true }));
        if (item is null)
        {
            return false;
        }
        d.Happen(new ItemSkipped(item.Key, JoinMet));
        return true;
    }

    private static bool Grant(Deliberation d)
    {
        var state = d.State;
        if (state.Phase != CasePhase.Reviewing || state.Suspended is not null || !d.Matter.Matter.Steps.All(s => d.Matter.IsStepDone(s, state)))
        {
            return false;
        }
        var decision = d.Matter.Matter.Items.FirstOrDefault(i => i.Task == ItemTask.Decision);
        if (decision is null && !d.Matter.AreMaterialsComplete(state))
        {
            // Nobody decides here but the facts; while a promised paper is wanting they are not all there.
            return false;
        }
        if (Simulating.IsSimulated(state))
        {
            return Simulating.Give(d, decision is null ? null : state.Items[decision.Key].Reason);
        }
        d.Happen(new Granted(decision is null ? null : state.Items[decision.Key].Reason));
        return true;
    }

    private static bool Order(Deliberation d)
    {
        var state = d.State;
        if (state.Phase != CasePhase.Granted || state.OrderedAt is not null || !d.Matter.AreMaterialsComplete(state))
        {
            return false;
        }
        d.Happen(d.Matter.Matter.Issue is { } issue ? new IssueOrdered(issue.CertificateType) : new ResultReady());
        return true;
    }

    /// <summary>Over once the result is handed over and no work beside is open; what an office beside refused then stays refused.</summary>
    private static bool Close(Deliberation d)
    {
        if (Consequences.HasTerm(d.Matter.Matter))
        {
            // What was granted lasts as long as its term; the case ends with it, handed over or not.
            if (d.State.TermEndedAt is null || d.State.Phase is not (CasePhase.Issued or CasePhase.Delivered))
            {
                return false;
            }
        }
        else if (d.State.Phase != CasePhase.Delivered || d.State.Items.Values.Any(i => i.Status == ItemStatus.Open))
        {
            return false;
        }
        d.Happen(new Closed());
        return true;
    }

    private static bool IsOpen(Deliberation d, Item item) => d.State.Items.GetValueOrDefault(item.Key) is { Status: ItemStatus.Open };
}
