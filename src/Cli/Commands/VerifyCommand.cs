using System.CommandLine;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj verify: checks a proof file with nothing but the file and the log's key.</summary>
internal static class VerifyCommand
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Case bundle (.json) or single proof (.tlog-proof)." };
        file.AcceptExistingOnly();
        var key = new Option<string?>("--vkey") { Description = "The log's verifier key as a line, or a file that holds it. Without it the key inside the bundle is used, which proves nothing until you compare it.", HelpName = "KEY" };
        var language = new Option<string>("--language") { Description = "zh or en.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("verify", "Check a proof file offline. 核验存证证明") { file, key, language };
        command.SetAction(async (parsed, cancel) =>
        {
            var line = parsed.GetValue(key) is { } given && File.Exists(given) ? (await File.ReadAllTextAsync(given, cancel)).Trim() : parsed.GetValue(key);
            var report = ProofVerifier.Verify(await File.ReadAllBytesAsync(parsed.GetValue(file)!.FullName, cancel), line);
            Print(parsed.InvocationConfiguration.Output, new PhraseBook([typeof(EvidenceModule).Assembly]).In(parsed.GetValue(language)!), report);
            return report.Holds ? 0 : 1;
        });
        return command;
    }

    private static void Print(TextWriter output, Phrases texts, ProofReport report)
    {
        foreach (var proved in report.Events)
        {
            var happened = proved.Event is { } e ? $"{e.At.ToChina():yyyy-MM-dd HH:mm:ss}  {e.Type}  {e.Stream} #{e.Sequence}" : "";
            output.WriteLine($"{(proved.Failure is null ? "✔" : "✘")} {proved.Index,8}  {happened}");
            foreach (var (name, value) in proved.Disclosed)
            {
                output.WriteLine($"             {name} = {value}");
            }
            if (proved.Failure is { } failure)
            {
                output.WriteLine("             " + texts[failure]);
            }
        }
        if (report.Failure is { } first)
        {
            output.WriteLine(texts["evidence.verify.fails", texts[first]]);
            return;
        }
        output.WriteLine(texts["evidence.verify.holds", report.Events.Count, report.Origin, report.Size]);
        if (!report.KeyGiven)
        {
            output.WriteLine(texts["evidence.verify.compare", report.VerifierKey]);
        }
    }
}
