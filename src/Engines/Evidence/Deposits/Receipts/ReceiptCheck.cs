using System.Globalization;
using System.Text;
using System.Text.Json;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Deposits.Receipts;

/// <summary>The steps of checking a receipt: key, the promise's signature, the promised entry, the file, the place in the log.</summary>
internal static class ReceiptCheck
{
    public static bool IsReceipt(ReadOnlySpan<byte> file)
    {
        try
        {
            var reader = new Utf8JsonReader(file);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format", out var format)
                && format.ValueKind == JsonValueKind.String && format.GetString() == DepositReceipt.FormatName;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static ReceiptReport Run(ReadOnlySpan<byte> file, FileDigest? content, byte[]? proof, string? givenKey)
    {
        var report = new ReceiptReport(null, givenKey ?? "", givenKey is not null, null, null, ContentMatches: false, null);
        try
        {
            var receipt = JsonSerializer.Deserialize<DepositReceipt>(file, JsonSerializerOptions.Web) ?? throw new FormatException("The receipt is empty.");
            if (receipt.Version != DepositReceipt.ThisVersion || receipt.Entry is null || receipt.Promise is null || receipt.Log is null)
            {
                throw new FormatException($"Not a receipt of version {DepositReceipt.ThisVersion}, or parts are missing.");
            }
            report = report with { VerifierKey = givenKey ?? receipt.Log };
            if (givenKey is not null && givenKey != receipt.Log)
            {
                return report with { Failure = new("", "evidence.verify.key-differs", receipt.Log, givenKey) };
            }
            return Check(report, receipt, VerifierKey.Parse(report.VerifierKey), content, proof);
        }
        catch (Exception e) when (e is FormatException or JsonException or EncoderFallbackException or ArgumentException)
        {
            return report with { Failure = new("", "evidence.receipt.malformed", e.Message) };
        }
    }

    private static ReceiptReport Check(ReceiptReport report, DepositReceipt receipt, VerifierKey key, FileDigest? content, byte[]? proof)
    {
        var bytes = CanonicalJson.Strict.GetBytes(receipt.Entry);
        var entry = Entry.Read(bytes);
        report = report with { Event = entry.SealedAt(-1) };
        var note = SignedNote.Parse(receipt.Promise);
        if (!note.IsSignedBy(key))
        {
            return report with { Failure = new("", "evidence.receipt.signature", key.Name) };
        }
        var promise = DepositPromise.Parse(note.Text);
        report = report with { PromisedBy = promise.By };
        if (promise.Origin != key.Name || promise.Id != entry.Id || promise.Stream != entry.Stream || promise.Sequence != entry.Sequence
            || promise.Leaf != Convert.ToBase64String(Sha256TreeHash.Instance.Leaf(bytes)))
        {
            return report with { Failure = new("", "evidence.receipt.other-entry", entry.Id) };
        }
        if (content is not null)
        {
            if (Differing(entry, content) is { } name)
            {
                return report with { Failure = new(name, "evidence.receipt.other-file", name) };
            }
            report = report with { ContentMatches = true };
        }
        return proof is null ? report : CheckProof(report, entry, proof, key);
    }

    /// <summary>The first open value that the file does not have; null when the file is the one that was deposited.</summary>
    private static string? Differing(Entry entry, FileDigest content)
    {
        var compared = new[]
        {
            ("size", content.Size.ToString(CultureInfo.InvariantCulture)), ("sha256", content.Sha256), ("sm3", content.Sm3), ("chunk-root", content.ChunkRoot),
        }.Where(v => entry.Facts.ContainsKey(v.Item1)).ToList();
        return compared.Exists(v => v.Item1 is "sha256" or "sm3") ? compared.Find(v => entry.Facts[v.Item1] != v.Item2).Item1 : "sha256";
    }

    private static ReceiptReport CheckProof(ReceiptReport report, Entry entry, byte[] proof, VerifierKey key)
    {
        var proved = ProofVerifier.Verify(proof, key.ToString());
        return !proved.Holds ? report with { Failure = proved.Failure }
            : proved.Events is [{ Event: { } happened } one] && happened.EntryId == entry.Id && happened.Stream == entry.Stream ? report with { Index = one.Index }
            : report with { Failure = new("", "evidence.receipt.other-proof") };
    }
}
