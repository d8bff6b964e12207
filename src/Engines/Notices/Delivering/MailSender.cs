using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Notices.Telling;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Notices.Delivering;

/// <summary>Writes mails and hands them to the mail server (RFC 5321, with STARTTLS or TLS where the server has it).</summary>
internal sealed class MailSender(MailSettings settings, ModuleSettings site, PhraseBook book)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>One mail for all that waited for a person.</summary>
    public Task SendAsync(string address, IReadOnlyList<Message> messages, string language, CancellationToken cancel)
    {
        var t = book.In(language);
        var subject = messages.Count == 1 ? t[messages[0].Title] : t["notices.mail.subject", messages.Count];
        var lines = messages.Select(m => $"{t[m.Title]}\n{t[m.Body]}\n{Absolute("/inbox/" + m.Id)}");
        return SendAsync(address, subject, string.Join("\n\n", lines) + "\n\n--\n" + t["notices.mail.foot", Absolute("/inbox/settings")], cancel);
    }

    public Task SendCodeAsync(string address, string code, string language, CancellationToken cancel)
    {
        var t = book.In(language);
        return SendAsync(address, t["notices.mail.code-subject"], t["notices.mail.code", code], cancel);
    }

    private string Absolute(string path) => new Uri(site.PublicAddress, path).AbsoluteUri;

    private async Task SendAsync(string address, string subject, string text, CancellationToken cancel)
    {
        if (settings.Server is not { } server)
        {
            throw new DeliveryException("no mail server is set", final: false);
        }
        using var mail = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text } };
        mail.From.Add(MailboxAddress.Parse(settings.From));
        mail.To.Add(MailboxAddress.Parse(address));
        // Answers by machines (out of office) shall not be sent to a sender that nobody reads.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            var security = server.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable;
            await client.ConnectAsync(server.Host, server.Port > 0 ? server.Port : server.Scheme == "smtps" ? 465 : 587, security, cancel);
            if (server.UserInfo.Split(':') is [var user, var password])
            {
                await client.AuthenticateAsync(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), cancel);
            }
            await client.SendAsync(mail, cancel);
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (SmtpCommandException refusal)
        {
            // 5xx: the server will say the same again. 4xx: it asks to come later.
            throw new DeliveryException($"{(int)refusal.StatusCode} {refusal.Message}", (int)refusal.StatusCode >= 500 && refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted, refusal);
        }
        catch (Exception trouble) when (trouble is SocketException or IOException or ProtocolException or AuthenticationException or ServiceNotConnectedException or TimeoutException or SslHandshakeException)
        {
            throw new DeliveryException(trouble.Message, final: false, trouble);
        }
    }
}
