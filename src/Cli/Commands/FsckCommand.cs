using System.CommandLine;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj fsck: checks a stored and published log, and names what is wrong.</summary>
internal static class FsckCommand
{
    public static Command Make()
    {
        var data = Node.Data("Folder of the node: its store, and its published copy of the log.");
        var address = new Option<string?>("--db") { Description = "Address of the shared database: postgres://USER:PASSWORD@HOST:PORT/DATABASE.", HelpName = "URL" };
        var language = new Option<string>("--language") { Description = "zh or en.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("fsck", "Check every row, hash, checkpoint and published file of the evidence log. 全面检查存证日志") { data, address, language };
        command.SetAction(async (parsed, cancel) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var folder = parsed.GetValue(data)!.FullName;
            var store = parsed.GetValue(address) ?? Databases.DefaultAddress;
            if (Databases.DialectOf(store) == Dialect.Sqlite && Path.Combine(folder, store["sqlite:".Length..]) is var file && !File.Exists(file))
            {
                await error.WriteLineAsync($"There is no store at {file}. 该目录中没有数据库。");
                return 2;
            }
            var texts = new PhraseBook([typeof(EvidenceModule).Assembly]).In(parsed.GetValue(language)!);
            await using var database = Databases.Open(store, folder);
            var report = await LogCheck.RunAsync(database, Directory.Exists(folder) ? folder : null, progress: null, cancel);
            foreach (var finding in report.Findings)
            {
                await output.WriteLineAsync($"✘ {finding.Place}: {texts[finding.What]}");
            }
            await output.WriteLineAsync(report.Findings.Count == 0
                ? texts["evidence.check.sound", report.Size, report.Checkpoints, report.Files]
                : texts["evidence.check.unsound", report.Findings.Count, report.Findings[0].Place]);
            return report.Findings.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
