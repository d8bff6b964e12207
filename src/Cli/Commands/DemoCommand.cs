using System.CommandLine;
using System.Globalization;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj demo: one process with invented people, projects and cases, to look around in.</summary>
internal static class DemoCommand
{
    private const string Moment = "yyyy-MM-dd'T'HH:mm";

    public static Command Make()
    {
        var data = Node.Data("Folder of the demo; delete it to begin anew.");
        var database = Node.Database();
        var port = Node.Port();
        var now = new Option<DateTimeOffset?>("--now")
        {
            Description = "Date and time (China) at which the story stands, for example 2022-08-16T09:00. By default a fresh demo begins there and an older one goes on where it stood.",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (DateTime.TryParseExact(result.Tokens[0].Value, [Moment, "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
                {
                    return new DateTimeOffset(at, ChinaTime.Offset);
                }
                result.AddError($"'{result.Tokens[0].Value}' is no moment; write for example 2022-08-16T09:00");
                return null;
            },
        };
        var scenarios = Node.Scenarios();
        var everywhere = new Option<bool>("--everywhere") { Description = "Let other machines in the network, such as a phone, reach the demo." };
        var command = new Command("demo", "Start a demonstration with invented data; nothing else needs to be installed. 启动演示") { data, database, port, now, scenarios, everywhere };
        command.SetAction((parsed, cancel) =>
        {
            var options = new NodeOptions
            {
                DataDirectory = parsed.GetValue(data)!.FullName,
                DatabaseAddress = parsed.GetValue(database) ?? Databases.DefaultAddress,
                Port = parsed.GetValue(port),
                Everywhere = parsed.GetValue(everywhere),
                PublicAddress = parsed.GetValue(everywhere) && Node.NetworkAddress() is { } address ? new Uri($"http://{address}:{parsed.GetValue(port)}") : null,
                Scenarios = parsed.GetValue(scenarios),
                Demo = true,
                DemoStart = parsed.GetValue(now),
            };
            return Node.RunAsync(options, DemoWelcome.Print, cancel);
        });
        return command;
    }
}
