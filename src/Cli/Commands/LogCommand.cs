using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Web.Founding;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj log: what an operator does to the evidence log as a whole.</summary>
internal static class LogCommand
{
    private static readonly LogOperator Console = new("console", "console");

    public static Command Make() => new("log", "Care for the evidence log. 存证日志的维护") { RotateKey() };

    private static Command RotateKey()
    {
        var data = Node.Data("Folder of the node.");
        var database = Node.Database();
        var overlap = new Option<int>("--overlap") { Description = "Days for which the old key signs beside the new one; 0 when it is no longer trusted.", HelpName = "DAYS", DefaultValueFactory = _ => 30 };
        overlap.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() is < 0 or > 3660)
            {
                result.AddError("--overlap takes a number of days from 0 to 3660.");
            }
        });
        var command = new Command("rotate-key", "Give the log a new signing key, named in an entry under the old one. 更换签名密钥") { data, database, overlap };
        command.SetAction(async (parsed, cancel) =>
        {
            var options = new NodeOptions { DataDirectory = parsed.GetValue(data)!.FullName, DatabaseAddress = parsed.GetValue(database) ?? Databases.DefaultAddress };
            await using var node = await Foundation.OpenAsync(options, cancel);
            var key = await node.Services.GetRequiredService<IKeyRotation>().RotateAsync(Console, TimeSpan.FromDays(parsed.GetValue(overlap)), cancel);
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync(key);
            await output.WriteLineAsync("The key is announced in the log. It begins to sign as soon as a running node has sealed the announcement. 新密钥已在日志中公告，固化后由运行中的节点启用。");
            return 0;
        });
        return command;
    }
}
