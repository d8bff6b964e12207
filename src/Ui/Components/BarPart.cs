namespace Zhuangjin.Ui.Components;

/// <summary>One part of a <see cref="StackedBar"/>.</summary>
public sealed record BarPart(Tone Tone, string Text, double Value);
