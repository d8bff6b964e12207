using Microsoft.AspNetCore.Components;
using Zhuangjin.Ui.Components;

namespace Zhuangjin.Scenarios.BusinessRegistration.Pages;

public sealed partial class NamePage
{
    [Parameter] public string? Asked { get; set; }

    /// <summary>What is wrong with the name, in plain Chinese.</summary>
    [Parameter] public IReadOnlyList<string> Wrong { get; set; } = [];

    /// <summary>The parts by the keys of their labels; null when it could not be taken apart.</summary>
    [Parameter] public IReadOnlyList<(string Label, string Value)>? Parts { get; set; }

    /// <summary>The nearest names, with "same", "near" or "distant"; by what they stand, "registered", "kept" or "former"; and until when, null without end.</summary>
    [Parameter] public IReadOnlyList<(string Name, int Percent, string Result, string Standing, DateTimeOffset? Until)> Nearest { get; set; } = [];

    private bool Taken => Nearest.Any(n => n.Result != "distant");

    private static Tone ToneOf(string result) => result switch
    {
        "same" => Tone.Bad,
        "near" => Tone.Warn,
        _ => Tone.Quiet,
    };
}
