namespace Zhuangjin.Cases.Contracts;

/// <summary>A table of a bulletin as its page shows it.</summary>
public sealed record BulletinTableView(string Key, string Title, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<object?>> Rows);
