using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Ui.Components;

namespace Zhuangjin.Certificates.Seals.Pages;

/// <summary>How states and answers are worded and coloured.</summary>
internal static class SealWords
{
    public static string Of(SealState state) => "certificates.seal.state." + SealStore.Text(state);

    public static Tone ToneOf(SealState state) => state switch
    {
        SealState.Active => Tone.Good,
        SealState.Suspended => Tone.Warn,
        _ => Tone.Bad,
    };

    public static string Of(SealAnswer answer) => "certificates.seal.answer." + Code(answer);

    public static string Code(SealAnswer answer) => answer switch
    {
        SealAnswer.Valid => "valid",
        SealAnswer.NotInForce => "not-in-force",
        SealAnswer.Altered => "altered",
        _ => "unknown",
    };

    public static Tone ToneOf(SealAnswer answer) => answer switch
    {
        SealAnswer.Valid => Tone.Good,
        SealAnswer.NotInForce => Tone.Warn,
        SealAnswer.Altered => Tone.Bad,
        _ => Tone.Quiet,
    };

    public static string IconOf(SealAnswer answer) => answer switch
    {
        SealAnswer.Valid => "check-circle",
        SealAnswer.Unknown => "search",
        _ => "alert",
    };

    public static Tone ToneOf(string change) => change switch
    {
        "suspended" => Tone.Warn,
        "revoked" => Tone.Bad,
        "resumed" or "made" => Tone.Good,
        _ => Tone.Info,
    };
}
