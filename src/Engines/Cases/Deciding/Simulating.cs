using Zhuangjin.Cases.Contracts;

namespace Zhuangjin.Cases.Deciding;

/// <summary>模拟审批: a case that awaits what it lacks runs as if it had it, and turns formal once.</summary>
internal static class Simulating
{
    /// <summary>True while nothing that the case leads to may bind.</summary>
    public static bool IsSimulated(CaseState state) => state.Simulation is { ConvertedAt: null };

    /// <summary>True when the simulated result stands and waits for its conditions.</summary>
    public static bool Waits(CaseState state) => state.Simulation is { GivenAt: not null, ConvertedAt: null };

    public static bool IsAwaiting(CaseState state) => state.Materials.Values.Any(m => m.Status == MaterialStatus.Awaited);

    public static bool MayConvert(CaseState state) => IsSimulated(state) && state.Phase == CasePhase.Reviewing && state.Suspended is null && !IsAwaiting(state);

    public static void Convert(Deliberation d, ConvertSimulation command)
    {
        if (d.State.Simulation is null)
        {
            d.Refuse("", "cases.fault.not-simulated");
            return;
        }
        if (d.Demand(d.State.Simulation.ConvertedAt is null, "", Refusals.AlreadyConverted)
            && d.Demand(d.State.Phase == CasePhase.Reviewing, "", "cases.fault.not-under-review")
            && d.Demand(d.State.Suspended is null, "", "cases.fault.suspended")
            && d.Demand(!IsAwaiting(d.State), "", "cases.fault.still-awaited", string.Join('、', d.State.Materials.Where(m => m.Value.Status == MaterialStatus.Awaited).Select(m => d.Matter.FindMaterial(m.Key)!.Title.ToString()))))
        {
            d.Happen(new SimulationConverted(string.IsNullOrWhiteSpace(command.Remark) ? null : command.Remark.Trim()));
        }
    }

    /// <summary>Everybody has agreed in a simulated case: its result is given, once.</summary>
    public static bool Give(Deliberation d, string? remark)
    {
        if (Waits(d.State))
        {
            return false;
        }
        d.Happen(new SimulatedResultGiven(remark));
        return true;
    }
}
