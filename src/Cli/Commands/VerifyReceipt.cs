using System.Text.Json;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Ui.Texts;

namespace Zhuangjin.Cli.Commands;

/// <summary>zj verify for a deposit's receipt: the promise, the file, and the proof that lies beside it.</summary>
internal static class VerifyReceipt
{
    private const string Ending = ".receipt.json";

    /// <returns>0 when all holds, 1 when something does not, 2 when the receipt could not be checked.</returns>
    public static async Task<int> RunAsync(FileInfo receipt, FileInfo? content, IReadOnlyList<string> keys, bool json, Phrases texts, TextWriter output, CancellationToken cancel)
    {
        FileDigest? digest = null;
        if (content is not null)
        {
            await using var bytes = content.OpenRead();
            digest = await FileDigests.OfAsync(bytes, progress: null, cancel);
        }
        var beside = receipt.FullName.EndsWith(Ending, StringComparison.Ordinal) ? receipt.FullName[..^Ending.Length] + ".tlog-proof" : null;
        var proof = beside is not null && File.Exists(beside) ? await File.ReadAllBytesAsync(beside, cancel) : null;
        var bytesOfReceipt = await File.ReadAllBytesAsync(receipt.FullName, cancel);
        // Of several keys the log's own is the one that counts; when none is, the first says what differs.
        var reports = keys.Count == 0 ? [ReceiptVerifier.Verify(bytesOfReceipt, digest, proof)] : keys.Select(k => ReceiptVerifier.Verify(bytesOfReceipt, digest, proof, k.Trim())).ToList();
        var report = reports.Find(r => r.Holds) ?? reports[0];
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(
                new { file = receipt.Name, holds = report.Holds, failure = report.Failure?.Code, report.VerifierKey, report.KeyGiven, report.Event?.Stream, report.Event?.Sequence, report.PromisedBy, report.ContentMatches, report.Index },
                JsonSerializerOptions.Web));
            return ExitCode(report);
        }
        if (report.Event is { } happened)
        {
            await output.WriteLineAsync($"{(report.Holds ? "✔" : "✘")} {happened.At.ToChina():yyyy-MM-dd HH:mm:ss}  {happened.Stream} #{happened.Sequence}");
        }
        if (report.Failure is { } failure)
        {
            await output.WriteLineAsync(texts["evidence.verify.fails", texts[failure]]);
            return ExitCode(report);
        }
        await output.WriteLineAsync(report.Index is { } index
            ? texts["evidence.receipt.sealed", index]
            : texts["evidence.receipt.promised", report.PromisedBy!.Value.ToChina().ToString("yyyy-MM-dd HH:mm:ss")]);
        await output.WriteLineAsync(texts[report.ContentMatches ? "evidence.receipt.file-matches" : "evidence.receipt.file-not-compared"]);
        if (!report.KeyGiven)
        {
            await output.WriteLineAsync(texts["evidence.verify.compare", report.VerifierKey]);
        }
        return 0;
    }

    private static int ExitCode(ReceiptReport report) => report.Failure switch { null => 0, { Code: "evidence.receipt.malformed" } => 2, _ => 1 };
}
