using Zhuangjin.Cases.Contracts;
using Zhuangjin.Ui.Components;

namespace Zhuangjin.Cases.Pages.Wording;

/// <summary>The colour of each state; a word always stands beside it.</summary>
internal static class CaseTones
{
    public static Tone Tone(this CasePhase phase) => phase switch
    {
        CasePhase.Submitted or CasePhase.Reviewing or CasePhase.Granted => Ui.Components.Tone.Info,
        CasePhase.Issued or CasePhase.Delivered => Ui.Components.Tone.Good,
        CasePhase.Refused or CasePhase.Revoked => Ui.Components.Tone.Bad,
        _ => Ui.Components.Tone.Quiet,
    };

    public static Tone Tone(this Light light) => light switch
    {
        Light.Green or Light.Met => Ui.Components.Tone.Good,
        Light.Amber => Ui.Components.Tone.Warn,
        Light.Red or Light.Missed => Ui.Components.Tone.Bad,
        _ => Ui.Components.Tone.Quiet,
    };

    public static Tone Tone(this MaterialStatus status) => status switch
    {
        MaterialStatus.Provided => Ui.Components.Tone.Good,
        MaterialStatus.Promised or MaterialStatus.Awaited => Ui.Components.Tone.Warn,
        _ => Ui.Components.Tone.Neutral,
    };

    public static bool IsEnded(this CasePhase phase) => phase is CasePhase.Closed or CasePhase.Refused or CasePhase.Withdrawn or CasePhase.Revoked;
}
