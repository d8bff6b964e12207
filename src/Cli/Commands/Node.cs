using System.CommandLine;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Cli.Commands;

/// <summary>What demo and serve share: the options of a node, and running it until it is told to stop.</summary>
internal static class Node
{
    public static Option<DirectoryInfo> Data(string description) => new("--data") { Description = description, HelpName = "DIR", DefaultValueFactory = _ => new DirectoryInfo("data") };

    public static Option<string?> Database() => new("--db") { Description = "PostgreSQL database that all nodes share: postgres://USER:PASSWORD@HOST:PORT/DATABASE", HelpName = "URL" };

    public static Option<int> Port() => Checked(new Option<int>("--port") { Description = "Port to listen on.", DefaultValueFactory = _ => 5080 });

    public static Option<IReadOnlyCollection<string>?> Scenarios() => new("--scenarios")
    {
        Description = "Scenarios to switch on, with commas between them; all of them by default.",
        HelpName = "NAMES",
        CustomParser = result => result.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    };

    public static Option<Uri?> PublicAddress() => new("--public-address")
    {
        Description = "Address under which outsiders reach the site, as written into QR codes: https://example.gov.cn",
        HelpName = "URL",
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new Uri(address.GetLeftPart(UriPartial.Authority))
            : Refuse<Uri>(result, $"'{result.Tokens[0].Value}' is no address; write for example https://example.gov.cn"),
    };

    /// <summary>Starts the node, tells about it, and waits for Ctrl+C or SIGTERM; running requests are finished.</summary>
    public static async Task<int> RunAsync(NodeOptions options, Action<Uri> started, CancellationToken cancel)
    {
        await using var app = ZhuangjinHost.Build(options);
        await app.StartAsync(cancel);
        started(options.PublicAddress ?? new Uri($"http://localhost:{options.Port}"));
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    /// <summary>The address of this machine in its network, for phones beside it; null when it has none.</summary>
    public static IPAddress? NetworkAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork);

    private static Option<int> Checked(Option<int> port)
    {
        port.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is >= 1 and <= 65535)
            {
                return;
            }
            result.AddError("--port takes a number from 1 to 65535.");
        });
        return port;
    }

    private static T? Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
