namespace Zhuangjin.Ui.Components;

/// <summary>One tab of <see cref="Tabs"/>.</summary>
/// <param name="Count">Number of things behind the tab, when known.</param>
public sealed record TabItem(string Text, string Href, bool Active = false, int? Count = null);
