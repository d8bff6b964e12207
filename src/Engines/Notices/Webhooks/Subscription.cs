namespace Zhuangjin.Notices.Webhooks;

/// <summary>A program that is told of events.</summary>
/// <param name="Types">Beginnings of the types that it wants: "cases.", "certificates.issued".</param>
/// <param name="Events">Events of its own in the log so far.</param>
internal sealed record Subscription(string Id, string Name, Uri Address, byte[] Secret, IReadOnlyList<string> Types, long Events, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt)
{
    public bool Wants(string type) => ClosedAt is null && Types.Any(t => type.StartsWith(t, StringComparison.Ordinal));
}
