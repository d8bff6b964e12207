using System.CommandLine;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj backup: copies a node's store and files while it runs.</summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var data = Node.Data("Folder of the node.");
        var target = new Option<string>("--to") { Description = "A new folder, or a new file that ends in .tar.", HelpName = "FILE_OR_DIR", Required = true };
        var command = new Command("backup", "Back up a node's store and files while it runs; the master key is not among them. 备份") { data, target };
        command.SetAction(async (parsed, cancel) =>
        {
            var report = await Backups.MakeAsync(parsed.GetValue(data)!.FullName, Path.GetFullPath(parsed.GetValue(target)!), TimeProvider.System, cancel);
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync($"{report.Origin}: {report.Size} entries, {report.Files} files, {report.Bytes / 1024.0 / 1024.0:F1} MB. 备份完成：{report.Size} 条存证记录、{report.Files} 个文件。");
            await output.WriteLineAsync("Keep master.key elsewhere: without it the backup opens nothing. 请另行保管 master.key。");
            return 0;
        });
        return command;
    }
}
