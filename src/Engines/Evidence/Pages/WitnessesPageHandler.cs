using Microsoft.AspNetCore.Http.HttpResults;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Pages;

/// <summary>GET /evidence/witnesses: who watches this log, how far, and whether they are enough.</summary>
internal static class WitnessesPageHandler
{
    public static async Task<RazorComponentResult<WitnessesPage>> AnswerAsync(IDatabase database, WitnessPolicy policy, CancellationToken cancel)
    {
        var rules = policy.Policy;
        var (state, newest, witnesses) = await database.ReadAsync(
            async session =>
            {
                var now = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
                return (now, await Cosignatures.NewestAsync(session, rules), await WitnessOverview.ReadAsync(session, rules, now.Size));
            },
            cancel);
        var by = newest?.By.ToHashSet(StringComparer.Ordinal) ?? [];
        return new(new
        {
            LogKey = state.Verifier,
            state.Size,
            Witnesses = witnesses,
            HasPolicy = rules is not null,
            policy.IsDemonstration,
            Newest = newest is null ? null : new WitnessesPage.NewestView(newest.Size, newest.At, newest.By),
            Groups = (IReadOnlyList<WitnessesPage.GroupView>)[.. (rules?.Groups ?? []).Select(g => new WitnessesPage.GroupView(
                g.Name, g.Needed, g.Members, g.Members.Count(m => rules!.IsMet(m, by)), g.Name == rules!.Quorum))],
        });
    }
}
