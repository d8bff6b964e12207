using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj monitor: follows a log as an outsider and tells of growth, gaps, forks and rollbacks.</summary>
internal static class MonitorCommand
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make()
    {
        var address = new Argument<Uri>("URL")
        {
            Description = "Address of the log, for example https://example.gov.cn/log",
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var log) && log.Scheme is "http" or "https")
                {
                    return log;
                }
                result.AddError($"'{result.Tokens[0].Value}' is no address; write for example https://example.gov.cn/log");
                return null;
            },
        };
        var key = new Option<string>("--vkey") { Description = "The log's verifier key as a line, or a file that holds it. Take it from a source that you trust.", HelpName = "KEY", Required = true };
        var data = Node.Data("Folder in which the monitor keeps what it has seen, and proof of misbehaviour.");
        data.DefaultValueFactory = _ => new DirectoryInfo("monitor");
        var every = Duration("--every", "Pause between two looks.", TimeSpan.FromSeconds(60));
        var stalled = Duration("--stalled-after", "Tell when the log has not grown for so long.", TimeSpan.FromHours(24));
        var witness = new Option<string[]>("--witness") { Description = "Verifier key of a witness whose cosignature shall be checked; may be repeated.", HelpName = "KEY" };
        var once = new Option<bool>("--once") { Description = "Look once and end: exit code 0 when all is well, 2 for misbehaviour, 3 when the log cannot be reached." };
        var json = new Option<bool>("--json") { Description = "Report as JSON, a line for each look." };
        var language = new Option<string>("--language") { Description = "zh or en.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("monitor", "Follow a log as an outsider. 以外部人身份监督存证日志") { address, key, data, every, stalled, witness, once, json, language };
        command.SetAction((parsed, cancel) =>
        {
            var task = new MonitorTask(
                parsed.GetValue(address)!,
                KeyLine(parsed.GetValue(key)!),
                parsed.GetValue(data)!.FullName,
                [.. (parsed.GetValue(witness) ?? []).Select(KeyLine)],
                parsed.GetValue(stalled));
            var texts = new PhraseBook([typeof(EvidenceModule).Assembly]).In(parsed.GetValue(language)!);
            var output = parsed.InvocationConfiguration.Output;
            Action<MonitorReport, DateTimeOffset> print = parsed.GetValue(json) ? (report, at) => PrintJson(output, texts, report, at) : (report, at) => Print(output, texts, report, at);
            return RunAsync(task, parsed.GetValue(once), parsed.GetValue(every), print, parsed.InvocationConfiguration.Error, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(MonitorTask task, bool once, TimeSpan every, Action<MonitorReport, DateTimeOffset> print, TextWriter error, CancellationToken cancel)
    {
        var time = TimeProvider.System;
        using var web = new HttpClient { Timeout = RequestTimeout };
        while (true)
        {
            MonitorReport report;
            try
            {
                report = await LogMonitor.LookAsync(task, web, time, progress: null, cancel);
            }
            catch (FormatException e)
            {
                await error.WriteLineAsync(e.Message);
                return 1;
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return 0;
            }
            print(report, time.GetUtcNow());
            if (once)
            {
                return report.Verdict switch { MonitorVerdict.Sound => 0, MonitorVerdict.Misbehaving => 2, _ => 3 };
            }
            await Task.Delay(every, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
            {
                return 0;
            }
        }
    }

    private static void Print(TextWriter output, Phrases texts, MonitorReport report, DateTimeOffset at)
    {
        var mark = report.Verdict switch { MonitorVerdict.Sound => "✔", MonitorVerdict.Misbehaving => "✘", _ => "…" };
        output.WriteLine($"{mark} {at.ToChina():yyyy-MM-dd HH:mm:ss}  {texts["evidence.monitor.seen", report.Size, report.Size - report.Before, report.Streams]}");
        foreach (var line in Remarks(texts, report))
        {
            output.WriteLine("    " + line);
        }
        output.Flush();
    }

    private static IEnumerable<string> Remarks(Phrases texts, MonitorReport report)
    {
        if (report.Trouble is { } trouble)
        {
            yield return texts[trouble];
        }
        foreach (var finding in report.Findings)
        {
            yield return $"✘ {texts[finding.What]}  →  {finding.Evidence}";
        }
        if (report.Kept.Count > 0)
        {
            yield return texts["evidence.monitor.kept", report.Kept.Count, Path.GetDirectoryName(report.Kept[0])];
        }
        if (report.Stalled)
        {
            yield return texts["evidence.monitor.stalled", report.GrownAt!.Value.ToChina().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)];
        }
        if (report.Foreign > 0)
        {
            yield return texts["evidence.monitor.foreign", report.Foreign];
        }
        if (report.Cosigners.Count > 0)
        {
            yield return texts["evidence.monitor.cosigners", string.Join(", ", report.Cosigners.Select(c => texts[c.Known ? "evidence.monitor.cosigner-known" : "evidence.monitor.cosigner-unknown", c.Name]))];
        }
    }

    private static void PrintJson(TextWriter output, Phrases texts, MonitorReport report, DateTimeOffset at)
    {
        output.WriteLine(JsonSerializer.Serialize(
            new
            {
                at,
                verdict = report.Verdict.ToString().ToLowerInvariant(),
                report.Before,
                report.Size,
                report.Streams,
                report.Foreign,
                report.GrownAt,
                report.Stalled,
                report.Cosigners,
                findings = report.Findings.Select(f => new { f.Kind, code = f.What.Code, f.What.Args, text = texts[f.What], f.Evidence }),
                report.Kept,
                trouble = report.Trouble is { } trouble ? texts[trouble] : null,
            },
            Json));
        output.Flush();
    }

    private static string KeyLine(string given) => (File.Exists(given) ? File.ReadAllText(given) : given).Trim();

    private static Option<TimeSpan> Duration(string name, string description, TimeSpan otherwise) => new(name)
    {
        Description = description + " For example 30s, 5m, 24h.",
        HelpName = "TIME",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000)
            {
                switch (text[^1])
                {
                    case 's': return TimeSpan.FromSeconds(number);
                    case 'm': return TimeSpan.FromMinutes(number);
                    case 'h': return TimeSpan.FromHours(number);
                    default: break;
                }
            }
            result.AddError($"'{text}' is no time; write for example 30s, 5m or 24h");
            return default;
        },
    };
}
