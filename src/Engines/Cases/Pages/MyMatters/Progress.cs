using Zhuangjin.Cases.Contracts;
using Zhuangjin.Ui.Components;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cases.Pages.MyMatters;

/// <summary>The five stages that an applicant thinks in, from the state of his case.</summary>
internal static class Progress
{
    private static readonly string[] Stages = ["apply", "accept", "review", "result", "deliver"];

    public static IReadOnlyList<StageStep> Of(Phrases t, CasePhase phase, int done, int all, bool waitsForApplicant)
    {
        var current = phase switch
        {
            CasePhase.Submitted => 1,
            CasePhase.Reviewing => 2,
            CasePhase.Granted => 3,
            CasePhase.Issued or CasePhase.Revoked => 4,
            CasePhase.Refused or CasePhase.Withdrawn => done == 0 ? 1 : 2,
            _ => Stages.Length,
        };
        return [.. Stages.Select((stage, i) => new StageStep(t["cases.page.stage." + stage], State(phase, i, current, waitsForApplicant), Note(t, phase, i, current, done, all, waitsForApplicant)))];
    }

    private static StageState State(CasePhase phase, int stage, int current, bool waits) => stage < current ? StageState.Done
        : phase == CasePhase.Withdrawn ? StageState.Skipped
        : phase == CasePhase.Refused ? (stage == current ? StageState.Failed : StageState.Skipped)
        : stage > current ? StageState.Waiting
        : waits ? StageState.Held : StageState.Current;

    private static string? Note(Phrases t, CasePhase phase, int stage, int current, int done, int all, bool waits) => stage != current ? null
        : phase == CasePhase.Withdrawn ? t["cases.page.phase.withdrawn"]
        : phase == CasePhase.Refused ? t["cases.page.phase.refused"]
        : waits ? t["cases.page.stage.waits-for-you"]
        : stage == 2 && all > 0 ? t["cases.page.stage.done-of", done, all] : null;
}
