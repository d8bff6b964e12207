using System.CommandLine;
using Zhuangjin.Certificates;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj verify: checks proof files with nothing but the files and the logs' keys.</summary>
internal static class VerifyCommand
{
    /// <summary>Codes of faults by which a file was not refuted, but could not be checked at all.</summary>
    private static readonly HashSet<string> Uncheckable = new(StringComparer.Ordinal)
    {
        "evidence.verify.too-large", "evidence.verify.key-needed", "evidence.verify.key-malformed", "evidence.verify.malformed", "evidence.verify.other-keys", "evidence.verify.paper-without-proof",
    };

    public static Command Make()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Case bundle (.json), single proof (.tlog-proof), evidence certificate (.pdf) deposit's receipt (.receipt.json), electronic licence (.pdf, certificate.json), presentation of one (.json) or sealed paper (.pdf).", Arity = ArgumentArity.ZeroOrMore };
        files.AcceptExistingOnly();
        var page = new Option<FileInfo?>("--write-page") { Description = "Write the page that checks proofs in a browser without network to this file, for a USB stick.", HelpName = "HTML" };
        var key = new Option<string[]>("--vkey") { Description = "The log's verifier key as a line, or a file of such lines; may be repeated. Without it the key inside the file is used, which proves nothing until you compare it.", HelpName = "KEY" };
        var content = new Option<FileInfo>("--file") { Description = "With a deposit's receipt: the file that was deposited, to compare.", HelpName = "FILE" };
        content.AcceptExistingOnly();
        var issuer = new Option<FileInfo>("--issuer") { Description = "With a licence, presentation or sealed paper: the issuer's public key or the seal maker's certificate (PEM), from a source that you trust.", HelpName = "PEM" };
        issuer.AcceptExistingOnly();
        var status = new Option<FileInfo>("--status") { Description = "With --issuer: the issuer's signed status list, to know of revocations.", HelpName = "FILE" };
        status.AcceptExistingOnly();
        var policy = new Option<FileInfo>("--policy") { Description = "Policy (c2sp.org/tlog-policy) that says which witnesses you trust and how many must have co-signed; its 'log' lines say which logs.", HelpName = "FILE" };
        policy.AcceptExistingOnly();
        var json = new Option<bool>("--json") { Description = "Answer as JSON, one object for each file." };
        var language = new Option<string>("--language") { Description = "zh or en.", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var checkpoint = new Option<FileInfo>("--checkpoint") { Description = "Check a signed checkpoint, as scanned from a printed notice, against --vkey.", HelpName = "FILE" };
        checkpoint.AcceptExistingOnly();
        var log = new Option<string?>("--log") { Description = "With --checkpoint: address of the log, to see whether it still continues that checkpoint.", HelpName = "URL" };
        var command = new Command("verify", "Check proof files offline. Exit codes: 0 all hold, 1 one does not hold, 2 one could not be checked. 核验存证证明") { files, content, issuer, status, key, policy, json, page, checkpoint, log, language };
        command.Validators.Add(result =>
        {
            if (result.GetValue(files) is null or [] && result.GetValue(page) is null && result.GetValue(checkpoint) is null)
            {
                result.AddError("Name a proof file, --checkpoint, or --write-page.");
            }
            if (result.GetValue(checkpoint) is not null && result.GetValue(key) is not { Length: 1 })
            {
                result.AddError("--checkpoint needs the log's key: --vkey KEY.");
            }
            if (result.GetValue(log) is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
            {
                result.AddError($"'{address}' is no address; write for example https://example.gov.cn/log");
            }
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(page) is { } target)
            {
                await File.WriteAllBytesAsync(target.FullName, OfflinePage.Html, cancel);
                await output.WriteLineAsync(target.FullName);
            }
            var keys = new List<string>();
            foreach (var given in parsed.GetValue(key) ?? [])
            {
                keys.AddRange(File.Exists(given) ? (await File.ReadAllLinesAsync(given, cancel)).Where(l => l.Contains('+', StringComparison.Ordinal)) : [given]);
            }
            var texts = new PhraseBook([typeof(EvidenceModule).Assembly, typeof(CertificatesModule).Assembly]).In(parsed.GetValue(language)!);
            if (parsed.GetValue(checkpoint) is { } kept)
            {
                return await CheckpointComparison.RunAsync(output, texts, kept, keys.FirstOrDefault() ?? "", parsed.GetValue(log), cancel);
            }
            var rules = parsed.GetValue(policy);
            var trusted = rules is null ? null : await File.ReadAllBytesAsync(rules.FullName, cancel);
            var reports = new List<(string Name, FileReport Report)>();
            var worst = 0;
            foreach (var file in parsed.GetValue(files) ?? [])
            {
                var bytes = await File.ReadAllBytesAsync(file.FullName, cancel);
                if (ReceiptVerifier.IsReceipt(bytes))
                {
                    worst = Math.Max(worst, await VerifyReceipt.RunAsync(file, parsed.GetValue(content), keys, parsed.GetValue(json), texts, output, cancel));
                    continue;
                }
                if (parsed.GetValue(issuer) is not null || (LicenceVerifier.Recognises(bytes) && keys.Count == 0))
                {
                    worst = Math.Max(worst, await VerifyLicence.RunAsync(file, bytes, parsed.GetValue(issuer), parsed.GetValue(status), parsed.GetValue(json), texts, output, cancel));
                    continue;
                }
                reports.Add((file.Name, ProofVerifier.VerifyFile(bytes, keys, trusted, rules?.FullName ?? "")));
            }
            if (reports.Count == 0)
            {
                return worst;
            }
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(VerifyOutput.ToJson(reports, texts));
            }
            else
            {
                reports.ForEach(r => VerifyOutput.Print(output, texts, r.Report, reports.Count > 1 ? r.Name : null));
            }
            return Math.Max(worst, reports.Max(r => ExitCode(r.Report)));
        });
        return command;
    }

    private static int ExitCode(FileReport report) => report.Failure switch
    {
        null => 0,
        { Code: var code } => Uncheckable.Contains(code) ? 2 : 1,
    };
}
