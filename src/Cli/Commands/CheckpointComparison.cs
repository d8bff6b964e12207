using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj verify --checkpoint: compares a kept or scanned checkpoint with the log of today.</summary>
internal static class CheckpointComparison
{
    public static async Task<int> RunAsync(TextWriter output, Phrases texts, FileInfo kept, string key, string? log, CancellationToken cancel)
    {
        using var web = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        CheckpointReport report;
        try
        {
            report = await LogMonitor.CompareAsync(await File.ReadAllTextAsync(kept.FullName, cancel), key, log is null ? null : new Uri(log), web, TimeProvider.System, cancel);
        }
        catch (FormatException)
        {
            output.WriteLine("✘ " + texts["evidence.verify.key-malformed", key]);
            return 2;
        }
        output.WriteLine(
            report.Failure is { } failure ? "✘ " + texts[failure]
            : report.SizeNow is { } now ? "✔ " + texts["evidence.notice.continued", report.Origin, report.Size, now]
            : "✔ " + texts["evidence.notice.signed", report.Origin, report.Size]);
        return report.Failure is null ? 0 : report.Reached ? 1 : 2;
    }
}
