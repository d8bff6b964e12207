using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>The applicant mends what one office disagreed with. That item alone opens again; what the others said stands.</summary>
internal static class Correcting
{
    public static void Provide(Deliberation d, ProvideCorrection command)
    {
        var state = d.State.Items.GetValueOrDefault(command.Item);
        if (!d.Demand(state is { Correcting: true }, "", "cases.fault.nothing-to-correct", Handling.Title(d, command.Item)) || !d.DemandText(command.Explanation, "explanation"))
        {
            return;
        }
        if (Bringing.Changes(d, command.Form, command.Materials) is not var (form, materials))
        {
            return;
        }
        var mended = d.Matter.Facts(Bringing.Merge(d.State.Form, form));
        var after = Bringing.Merge(d.State.Form, form);
        foreach (var item in d.Matter.Matter.Items.Where(i => d.State.Items.TryGetValue(i.Key, out var known)
            && known.Reason != Flow.JoinMet
            && (i.When is not null || d.Matter.Matter.Exemptions.Any(e => e.Items.Contains(i.Key)))
            && (d.Matter.Holds(i.When, mended) && d.Matter.ExemptionOf(i.Key, after) is null) == (known.Status == ItemStatus.Skipped)))
        {
            // Else an applicant could talk an office out of the case, or one that should look would never be asked.
            d.Refuse("", "cases.fault.correction-changes-offices", item.Title.ToString());
        }
        if (d.IsRefused)
        {
            return;
        }
        d.Happen(new CorrectionProvided(command.Item, command.Explanation, form, materials));
        d.Happen(new ItemOpened(command.Item, state!.OrganisationId, state.OrganisationPath, state.Round + 1));
    }
}
