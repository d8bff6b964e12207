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
        var file = new Argument<FileInfo>("FILE") { Description = "Case bundle (.json) or single proof (.tlog-proof).", Arity = ArgumentArity.ZeroOrOne };
        file.AcceptExistingOnly();
        var page = new Option<FileInfo?>("--write-page") { Description = "Write the page that checks proofs in a browser without network to this file, for a USB stick.", HelpName = "HTML" };
        var key = new Option<string?>("--vkey") { Description = "The log's verifier key as a line, or a file that holds it. Without it the key inside the bundle is used, which proves nothing until you compare it.", HelpName = "KEY" };
        var language = new Option<string>("--language") { Description = "zh or en.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("verify", "Check a proof file offline. 核验存证证明") { file, key, page, language };
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null && result.GetValue(page) is null)
            {
                result.AddError("Name a proof file, or --write-page.");
            }
        });
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(page) is { } target)
            {
                await File.WriteAllBytesAsync(target.FullName, OfflinePage.Html, cancel);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(target.FullName);
            }
            if (parsed.GetValue(file) is not { } proof)
            {
                return 0;
            }
            var line = parsed.GetValue(key) is { } given && File.Exists(given) ? (await File.ReadAllTextAsync(given, cancel)).Trim() : parsed.GetValue(key);
            var report = ProofVerifier.Verify(await File.ReadAllBytesAsync(proof.FullName, cancel), line);
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
            foreach (var name in proved.Erased)
            {
                output.WriteLine($"             {name}: {texts["evidence.online.erased"]}");
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
