using Zhuangjin.Ui.Texts;

namespace Zhuangjin.DataSharing.Intake;

/// <summary>Headings that the files of bad rows bear beside the original ones, in every language. In a file that comes back they mean nothing.</summary>
internal sealed class IntakeHeadings(PhraseBook phrases)
{
    public IReadOnlyList<string> Reasons { get; } = [.. ((string[])["zh", "en"]).SelectMany(l => new[] { phrases.In(l)["sharing.intake.reason"], phrases.In(l)["sharing.intake.row"] })];
}
