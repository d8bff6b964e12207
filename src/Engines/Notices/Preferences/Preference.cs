namespace Zhuangjin.Notices.Preferences;

internal enum MailMode
{
    /// <summary>Once a day, all together; what is urgent at once.</summary>
    Digest,

    /// <summary>As it happens, but gathered over some minutes.</summary>
    AtOnce,

    None,
}

/// <summary>How a person wants to be told. The inbox is always there; these are the ways besides.</summary>
/// <param name="Mail">Address that its owner has confirmed; null without one.</param>
/// <param name="Mobile">Number for short messages; null for none.</param>
/// <param name="MailedAt">When the last mail left.</param>
/// <param name="Asked">An address that waits to be confirmed.</param>
internal sealed record Preference(string Language, MailMode MailMode, string? Mail, string? Mobile, DateTimeOffset? MailedAt, AskedAddress? Asked)
{
    public static readonly Preference Default = new("zh", MailMode.Digest, null, null, null, null);
}

/// <param name="Code">Six digits that were sent there.</param>
internal sealed record AskedAddress(string Mail, string Code, DateTimeOffset At, long Tries);
