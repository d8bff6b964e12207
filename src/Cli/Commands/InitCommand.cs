using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Web.Founding;
using Zhuangjin.Web.Host;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj init: founds an installation, so that its first administrator can sign in.</summary>
internal static class InitCommand
{
    public static Command Make()
    {
        var data = Node.Data("Folder of this node's files, and of the embedded store when there is no --db.");
        var database = Node.Database();
        var division = new Option<string>("--division") { Description = "GB/T 2260 code of the area that is served: 451000 for Baise", HelpName = "CODE", Required = true };
        var login = new Option<string>("--admin") { Description = "Account of the first administrator.", HelpName = "LOGIN", DefaultValueFactory = _ => "admin" };
        var ask = new Option<bool>("--password-stdin") { Description = "Read the administrator's password from standard input; without it one is made and shown once." };
        var command = new Command("init", "Found an installation: its area and its first administrator. 初始化") { data, database, division, login, ask };
        command.SetAction(async (parsed, cancel) =>
        {
            var password = parsed.GetValue(ask) ? (await Console.In.ReadLineAsync(cancel) ?? "").Trim() : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            var options = new NodeOptions { DataDirectory = parsed.GetValue(data)!.FullName, DatabaseAddress = parsed.GetValue(database) ?? Databases.DefaultAddress };
            await Foundation.FoundAsync(options, parsed.GetValue(division)!, parsed.GetValue(login)!, password, "系统管理员", cancel);
            AnsiConsole.Console.MarkupLineInterpolated($"Founded. Sign in as {parsed.GetValue(login)}{(parsed.GetValue(ask) ? "" : $" with the password {password} and change it on your profile")}. 初始化完成，请登录后修改密码。");
            return 0;
        });
        return command;
    }
}
