using Microsoft.Extensions.Configuration;

namespace Zhuangjin.Notices.Delivering;

/// <summary>The mail server: settings <c>Mail:Server</c> ("smtp://user:password@host:587", "smtps://…:465") and <c>Mail:From</c>. Without them no mails are sent.</summary>
internal sealed record MailSettings(Uri? Server, string From)
{
    public static MailSettings Of(IConfiguration configuration) => configuration["Mail:Server"] is not { Length: > 0 } server
        ? new(null, "")
        : Uri.TryCreate(server, UriKind.Absolute, out var address) && address.Scheme is "smtp" or "smtps" && configuration["Mail:From"] is { Length: > 0 } from
            ? new(address, from)
            : throw new InvalidOperationException("Mail:Server takes smtp://user:password@host:587 or smtps://user:password@host:465, and Mail:From the sender's address. Mend the settings and start again.");
}

/// <summary>A bureau's gateway for short messages: settings <c>ShortMessages:Gateway</c> (where it is posted to) and <c>ShortMessages:Secret</c> (by which the posts are signed).</summary>
internal sealed record ShortMessageSettings(Uri? Gateway, string Secret)
{
    public static ShortMessageSettings Of(IConfiguration configuration) => configuration["ShortMessages:Gateway"] is not { Length: > 0 } gateway
        ? new(null, "")
        : Uri.TryCreate(gateway, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && configuration["ShortMessages:Secret"] is { Length: >= 16 } secret
            ? new(address, secret)
            : throw new InvalidOperationException("ShortMessages:Gateway takes an http or https address, and ShortMessages:Secret at least 16 characters. Mend the settings and start again.");
}
