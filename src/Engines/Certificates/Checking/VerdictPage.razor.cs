using Microsoft.AspNetCore.Components;

namespace Zhuangjin.Certificates.Checking;

/// <summary>The answer to a check, as anybody sees it who scanned the code.</summary>
public sealed partial class VerdictPage
{
    [Parameter, EditorRequired] public object Answer { get; set; } = null!;

    /// <summary>True when the reader is the holder or of the issuing office: nothing is masked.</summary>
    [Parameter] public bool Full { get; set; }

    /// <summary>The number that was typed.</summary>
    [Parameter] public string? Asked { get; set; }

    // Parameters of a component are public, the result is not.
    private CheckResult Result => (CheckResult)Answer;
}
