using Microsoft.AspNetCore.Components;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Scenarios.AcceptanceCertificate.Projects;
using Zhuangjin.Security.Contracts;
using Zhuangjin.Ui.Components;

namespace Zhuangjin.Scenarios.AcceptanceCertificate.Pages;

public sealed partial class ProjectPage
{
    /// <summary>The three matters of a finished building, in order, each with the certificate that ends it.</summary>
    private static readonly (string Matter, string Stage, string Certificate)[] Stages =
    [
        ("joint-survey", "survey", "survey-result"),
        ("joint-acceptance", "acceptance", "joint-acceptance-opinion"),
        ("acceptance-certificate", "certificate", "real-estate-certificate"),
    ];

    [Parameter, EditorRequired] public Project Project { get; set; } = null!;

    [Parameter] public Party? Owner { get; set; }

    [Parameter] public IReadOnlyList<MyCase> Cases { get; set; } = [];

    [Parameter] public IReadOnlyList<Certificate> Held { get; set; } = [];

    [Parameter] public bool AsOwner { get; set; }

    private IReadOnlyList<StageStep> Track => [.. Stages.Select(s => new StageStep(T[$"acceptance.stage.{s.Stage}"], StateOf(s.Matter, s.Certificate)))];

    /// <summary>The first matter that is neither finished nor running, once those before it are finished; null when there is nothing to apply for.</summary>
    private string? Next => Stages.Select(s => (s.Matter, State: StateOf(s.Matter, s.Certificate))).FirstOrDefault(s => s.State != StageState.Done) is { State: StageState.Waiting, Matter: { } matter } ? matter : null;

    private StageState StateOf(string matter, string certificate) =>
        Held.Any(c => c.Type == certificate && !c.Revoked) ? StageState.Done
        : Cases.Any(c => c.MatterKey == matter && c.Phase is not (CasePhase.Refused or CasePhase.Withdrawn or CasePhase.Closed)) ? StageState.Current
        : StageState.Waiting;

    private static Tone ToneOf(CasePhase phase) => phase switch
    {
        CasePhase.Issued or CasePhase.Delivered or CasePhase.Closed => Tone.Good,
        CasePhase.Refused => Tone.Bad,
        _ => Tone.Quiet,
    };

    private static Tone ToneOf(Light light) => light switch
    {
        Light.Green or Light.Met => Tone.Good,
        Light.Amber => Tone.Warn,
        Light.Red or Light.Missed => Tone.Bad,
        _ => Tone.Quiet,
    };
}
