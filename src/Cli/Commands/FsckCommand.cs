using System.CommandLine;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj fsck: checks a stored and published log, or anybody's published log by itself, and names what is wrong.</summary>
internal static class FsckCommand
{
    public static Command Make()
    {
        var data = Node.Data("Folder of the node: its store, and its published copy of the log.");
        var address = new Option<string?>("--db") { Description = "Address of the shared database: postgres://USER:PASSWORD@HOST:PORT/DATABASE.", HelpName = "URL" };
        var log = new Option<DirectoryInfo?>("--log") { Description = "Check only these published files (checkpoint, tile/…), without any database. Needs --vkey.", HelpName = "DIR" };
        var key = new Option<string?>("--vkey") { Description = "The verifier key of that log: name+id+key.", HelpName = "KEY" };
        var language = new Option<string>("--language") { Description = "zh or en.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("fsck", "Check every row, hash, checkpoint and published file of the evidence log. 全面检查存证日志") { data, address, log, key, language };
        command.SetAction(async (parsed, cancel) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var texts = new PhraseBook([typeof(EvidenceModule).Assembly]).In(parsed.GetValue(language)!);
            if (parsed.GetValue(log) is { } published)
            {
                return await PublishedAsync(published.FullName, parsed.GetValue(key), texts, output, error, cancel);
            }
            var folder = parsed.GetValue(data)!.FullName;
            var store = parsed.GetValue(address) ?? Databases.DefaultAddress;
            if (Databases.DialectOf(store) == Dialect.Sqlite && Path.Combine(folder, store["sqlite:".Length..]) is var file && !File.Exists(file))
            {
                await error.WriteLineAsync($"There is no store at {file}. 该目录中没有数据库。");
                return 2;
            }
            await using var database = Databases.Open(store, folder);
            var report = await LogCheck.RunAsync(database, Directory.Exists(folder) ? folder : null, progress: null, cancel);
            var sound = texts["evidence.check.sound", report.Size, report.Checkpoints, report.Files];
            return await ReportAsync(report, texts, output, report.NationalSize is { } national
                ? $"{sound}\n{texts["evidence.check.national-sound", national, report.Bindings]}"
                : sound);
        });
        return command;
    }

    private static async Task<int> PublishedAsync(string folder, string? verifier, Phrases texts, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        if (verifier is null)
        {
            await error.WriteLineAsync("Give the log's verifier key with --vkey; it stands at /log/vkey. 请用 --vkey 给出该日志的验证公钥。");
            return 2;
        }
        LogCheckReport report;
        try
        {
            report = await LogCheck.RunPublishedAsync(folder, verifier, progress: null, cancel);
        }
        catch (FormatException e)
        {
            await error.WriteLineAsync(e.Message);
            return 2;
        }
        return await ReportAsync(report, texts, output, texts["evidence.check.published-sound", report.Size, report.Files]);
    }

    private static async Task<int> ReportAsync(LogCheckReport report, Phrases texts, TextWriter output, string sound)
    {
        foreach (var finding in report.Findings)
        {
            await output.WriteLineAsync($"✘ {finding.Place}: {texts[finding.What]}");
        }
        await output.WriteLineAsync(report.Findings.Count == 0 ? sound : texts["evidence.check.unsound", report.Findings.Count, report.Findings[0].Place]);
        return report.Findings.Count == 0 ? 0 : 1;
    }
}
