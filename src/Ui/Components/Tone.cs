namespace Zhuangjin.Ui.Components;

/// <summary>What a colour says. Never said by colour alone: a word stands beside it.</summary>
public enum Tone
{
    /// <summary>A plain fact.</summary>
    Neutral,

    /// <summary>Worth reading: under way, just changed.</summary>
    Info,

    /// <summary>Done, agreed, valid, in time (green light).</summary>
    Good,

    /// <summary>Needs a person soon (amber light).</summary>
    Warn,

    /// <summary>Missed, refused, broken (red light).</summary>
    Bad,

    /// <summary>Over, skipped, of no more concern.</summary>
    Quiet,
}

/// <summary>How each <see cref="Tone"/> is drawn.</summary>
public static class Tones
{
    /// <summary>The CSS class of a tone: "tone-good".</summary>
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Info => "tone-info",
        Tone.Good => "tone-good",
        Tone.Warn => "tone-warn",
        Tone.Bad => "tone-bad",
        Tone.Quiet => "tone-quiet",
        _ => "tone-neutral",
    };

    /// <summary>The icon that says the same as the colour.</summary>
    public static string IconName(this Tone tone) => tone switch
    {
        Tone.Good => "check-circle",
        Tone.Warn => "clock",
        Tone.Bad => "alert",
        Tone.Quiet => "minus-circle",
        _ => "info",
    };
}
