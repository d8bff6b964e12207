using System.Collections.Immutable;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Beginning a case and taking it back.</summary>
internal static class Applying
{
    public static void Submit(Deliberation d, Submit command)
    {
        var matter = d.Matter;
        d.Refuse(FormCheck.Check(matter, command.Form, command.Materials, forSubmission: command.Old is null, d.Now.ChinaDate()));
        if (d.IsRefused)
        {
            return;
        }
        var full = matter.Complete(command.Form);
        var form = matter.Matter.Form
            .Where(f => full.ContainsKey(f.Key) && matter.IsAsked(f, full))
            .ToImmutableSortedDictionary(f => f.Key, f => full[f.Key], StringComparer.Ordinal);
        var materials = matter.Matter.Materials
            .Where(m => matter.IsAsked(m, full) || command.Materials.ContainsKey(m.Key))
            .ToImmutableSortedDictionary(m => m.Key, m => command.Materials.GetValueOrDefault(m.Key) ?? new(MaterialStatus.Missing, null, null, 0, null, null, null), StringComparer.Ordinal);
        d.Happen(new Submitted(command.CaseId, command.Number, matter.Matter.Key, matter.Matter.Version, matter.Matter.Hash, command.Applicant, d.ActorId, command.MandateId, command.HomeOrganisationId, command.HomePath, command.SubjectKey, form, materials));
        if (command.Old is { } old)
        {
            d.Happen(new OldCaseKept(old.Number, old.SubmittedOn, old.DecidedOn, old.Granted));
            return;
        }
        if (matter.AcceptanceItem is null)
        {
            // Nobody is asked to accept: the application counts from its receipt.
            d.Happen(new Accepted(false));
        }
    }

    /// <summary>The applicant may take his application back until the result is made.</summary>
    public static void Withdraw(Deliberation d, Withdraw command)
    {
        if (d.Demand(d.State.Phase is CasePhase.Submitted or CasePhase.Reviewing, "", "cases.fault.too-late-to-withdraw") && d.DemandText(command.Reason, "reason"))
        {
            d.Happen(new Withdrawn(command.Reason, false));
        }
    }
}
