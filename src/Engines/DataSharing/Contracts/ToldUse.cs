using Zhuangjin.Kernel.Text;

namespace Zhuangjin.DataSharing.Contracts;

/// <summary>A use as people read it.</summary>
/// <param name="Recipient">The department that received data; null when people received their own.</param>
/// <param name="Ground">"grant/{id}", or "matter/{key}" where a form was filled in.</param>
/// <param name="Purpose">The grant's purpose; null where there is no grant.</param>
/// <param name="Place">The entry's place in the log.</param>
public sealed record ToldUse(DateTimeOffset At, LocalText Resource, LocalText? Recipient, string Ground, string? GrantId, string? Purpose, string? Basis, IReadOnlyList<LocalText> Items, long Rows, long Place);

/// <summary>The uses of one day on one ground, added up.</summary>
public sealed record ToldDay(DateOnly Day, LocalText Resource, LocalText? Recipient, string Ground, string? GrantId, string? Purpose, long Uses, long Rows);
