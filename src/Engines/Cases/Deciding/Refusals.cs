using System.Collections.Frozen;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Cases.Deciding;

/// <summary>Codes of the faults that say "somebody was faster": a caller answers them as a conflict (409), all others as wrong input (422).</summary>
internal static class Refusals
{
    public const string AlreadyDecided = "cases.fault.already-decided";
    public const string TakenByAnother = "cases.fault.taken-by-another";
    public const string AlreadyAccepted = "cases.fault.already-accepted";
    public const string Ended = "cases.fault.case-ended";

    public const string AlreadyConverted = "cases.fault.already-converted";

    private static readonly FrozenSet<string> Conflicts = FrozenSet.Create(AlreadyDecided, TakenByAnother, AlreadyAccepted, Ended, AlreadyConverted);

    public static bool IsConflict(Fault fault) => Conflicts.Contains(fault.Code);
}
