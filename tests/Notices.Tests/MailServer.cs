using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Zhuangjin.Notices.Tests;

/// <summary>Debian's aiosmtpd: a mail server that is not of our making.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly BlockingCollection<Mail> _mails = [];

    private MailServer(Process process, int port)
    {
        (_process, Port) = (process, port);
        _ = Task.Run(ReadAsync);
    }

    public int Port { get; }

    public static async Task<MailServer> StartAsync()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "mail_server.py"), $"{port}"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        return await process.StandardOutput.ReadLineAsync() == "ready" ? new(process, port) : throw new InvalidOperationException("The mail server did not start; is python3-aiosmtpd installed?");
    }

    /// <summary>The next mail that came; waits for it.</summary>
    public Mail Next() => _mails.TryTake(out var mail, TimeSpan.FromSeconds(60)) ? mail : throw new TimeoutException("No mail came.");

    public int Waiting => _mails.Count;

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _mails.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _mails.Add(JsonSerializer.Deserialize<Mail>(line, JsonSerializerOptions.Web)!);
        }
    }
}

internal sealed record Mail(IReadOnlyList<string> To, string From, string Subject, string Auto, string Text);
