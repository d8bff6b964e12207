using System.CommandLine;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj restore: checks a backup from the first row to the last file, and puts it into an empty folder. Refuses what would fork the log.</summary>
internal static class RestoreCommand
{
    public static Command Make()
    {
        var source = new Option<string?>("--from") { Description = "The backup: a folder or a .tar file.", HelpName = "FILE_OR_DIR" };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder to restore into; it must hold no store.", HelpName = "DIR" };
        var check = new Option<bool>("--check") { Description = "Only check; with --db, check a restored PostgreSQL database." };
        var database = Node.Database();
        var known = new Option<FileInfo[]>("--last-checkpoint") { Description = "A checkpoint that somebody outside holds (a witness, a monitor, the published /log/checkpoint). May be given several times.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        known.AcceptExistingOnly();
        var erasures = new Option<FileInfo>("--erasures") { Description = "A newer journal of erasures (erasures.jsonl) than the backup's own.", HelpName = "FILE" };
        erasures.AcceptExistingOnly();
        var command = new Command("restore", "Check a backup and restore it into an empty folder. 恢复") { source, data, check, database, known, erasures };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var files = parsed.GetValue(known)!.Select(f => f.FullName).ToList();
            if (parsed.GetValue(database) is { } address)
            {
                return await CheckDatabaseAsync(address, files, output, cancel);
            }
            if (parsed.GetValue(source) is not { } from || (parsed.GetValue(data) is null && !parsed.GetValue(check)))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("Name the backup with --from, and the folder with --data (or only check with --check). 请用 --from 指定备份，用 --data 指定目录。");
                return 2;
            }
            var backup = Path.GetFullPath(from);
            var report = parsed.GetValue(check)
                ? await Backups.CheckAsync(backup, files, cancel)
                : await Backups.RestoreAsync(backup, parsed.GetValue(data)!.FullName, files, parsed.GetValue(erasures)?.FullName, cancel);
            await output.WriteLineAsync($"{report.Origin}: {report.Size} entries, {report.Files} files of {report.At.ToChina():yyyy-MM-dd HH:mm}, all sound. 备份完好：{report.Size} 条存证记录、{report.Files} 个文件。");
            if (!parsed.GetValue(check))
            {
                await output.WriteLineAsync("Put master.key into the folder, then start. What was erased since is erased again at the start. 请放入 master.key 后启动；备份之后依法删除的内容会在启动时再次删除。");
            }
            return 0;
        });
        return command;
    }

    private static async Task<int> CheckDatabaseAsync(string address, List<string> known, TextWriter output, CancellationToken cancel)
    {
        var texts = new PhraseBook([typeof(EvidenceModule).Assembly]).In("zh");
        await using var database = Databases.Open(address, ".");
        var report = await LogCheck.RunAsync(database, dataDirectory: null, progress: null, cancel);
        foreach (var finding in report.Findings)
        {
            await output.WriteLineAsync($"✘ {finding.Place}: {texts[finding.What]}");
        }
        var refused = report.Findings.Count > 0;
        foreach (var file in known)
        {
            if (await KnownCheckpoint.ContradictionAsync(database, await File.ReadAllTextAsync(file, cancel), cancel) is { } contradiction)
            {
                await output.WriteLineAsync($"✘ {file}: {texts[contradiction]}");
                refused = true;
            }
        }
        await output.WriteLineAsync(refused ? texts["evidence.known.refused"] : texts["evidence.check.sound", report.Size, report.Checkpoints, report.Files]);
        return refused ? 1 : 0;
    }
}
