using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Witnessing;

/// <summary>How the witnesses of a policy do, from the database.</summary>
internal static class WitnessOverview
{
    /// <param name="size">Sealed entries.</param>
    public static async ValueTask<IReadOnlyList<WitnessHealth>> ReadAsync(ISession session, TrustPolicy? policy, long size)
    {
        if (policy is null)
        {
            return [];
        }
        var states = await Cosignatures.StatesAsync(session);
        return [.. policy.Witnesses.Select(w => Of(w, policy, states.GetValueOrDefault(w.Key.ToString()), size))];
    }

    private static WitnessHealth Of(PolicyWitness witness, TrustPolicy policy, WitnessState? state, long size)
    {
        var cosigned = state?.CosignedAt is null ? (long?)null : state.Size;
        return new(
            witness.Name, policy.GroupOf(witness.Name)?.Name, witness.Key.Name, witness.Address, cosigned, size - (cosigned ?? 0), state?.CosignedAt, state?.Failures ?? 0, Trouble(state?.Error));
    }

    /// <summary>As <see cref="WitnessRound"/> stored it: the text's code and its values.</summary>
    private static Fault? Trouble(string? stored) => stored?.Split('\n') is [var code, .. var args] ? new("", code, args) : null;
}
