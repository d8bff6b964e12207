namespace Zhuangjin.Ui.Components;

/// <summary>One stage of <see cref="StageTrack"/>.</summary>
/// <param name="Note">Words under the name; without them, the state's own word.</param>
public sealed record StageStep(string Name, StageState State, string? Note = null);

/// <summary>Where a stage stands.</summary>
public enum StageState
{
    Waiting,
    Current,
    Done,

    /// <summary>Stands still until somebody does something.</summary>
    Held,
    Failed,
    Skipped,
}
