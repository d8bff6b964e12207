using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Ui.Components;

namespace Zhuangjin.Certificates.Checking;

/// <summary>How each answer is shown: colour, icon and the key of its words, so that no two look alike.</summary>
internal static class Verdicts
{
    public static Tone ToneOf(CertificateAnswer answer) => answer switch
    {
        CertificateAnswer.Valid => Tone.Good,
        CertificateAnswer.Expired => Tone.Warn,
        CertificateAnswer.Unknown => Tone.Neutral,
        _ => Tone.Bad,
    };

    public static string IconOf(CertificateAnswer answer) => answer switch
    {
        CertificateAnswer.Valid => "check-circle",
        CertificateAnswer.Revoked => "minus-circle",
        CertificateAnswer.Expired => "clock",
        CertificateAnswer.Altered => "alert",
        _ => "search",
    };

    /// <summary>Beginning of the keys of its texts: .short, .title, .text, .todo.</summary>
    public static string TextOf(CertificateAnswer answer) => "certificates.answer." + Code(answer);

    /// <summary>The stable word of the API.</summary>
    public static string Code(CertificateAnswer answer) => answer.ToString().ToLowerInvariant();
}
