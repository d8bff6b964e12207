using System.CommandLine;
using Spectre.Console;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj serve: a node in service, on PostgreSQL beside other nodes or alone on its embedded store.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var data = Node.Data("Folder of this node's files, and of the embedded store when there is no --db.");
        var database = Node.Database();
        var port = Node.Port();
        var publicAddress = Node.PublicAddress();
        var scenarios = Node.Scenarios();
        var command = new Command("serve", "Start a node in service. 启动服务") { data, database, port, publicAddress, scenarios };
        command.SetAction((parsed, cancel) =>
        {
            var options = new NodeOptions
            {
                DataDirectory = parsed.GetValue(data)!.FullName,
                DatabaseAddress = parsed.GetValue(database) ?? Databases.DefaultAddress,
                Port = parsed.GetValue(port),
                Everywhere = true,
                Scenarios = parsed.GetValue(scenarios),
                PublicAddress = parsed.GetValue(publicAddress),
            };
            return Node.RunAsync(options, address => AnsiConsole.Console.MarkupLineInterpolated($"Serving at {address.GetLeftPart(UriPartial.Authority)}"), cancel);
        });
        return command;
    }
}
