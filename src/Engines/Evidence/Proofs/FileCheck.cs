using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Print.Pdf;

namespace Zhuangjin.Evidence.Proofs;

/// <summary>Takes the proofs out of a file, gives each the key that it needs, and checks it.</summary>
internal static class FileCheck
{
    /// <summary>First line of the attachment that names the keys; a key follows on each line.</summary>
    public const string KeysFirstLine = "zhuangjin log keys";

    public static FileReport Run(ReadOnlySpan<byte> file, IReadOnlyList<string> given, byte[]? policy, string policyName)
    {
        if (!PdfAttachments.IsPdf(file))
        {
            return Of(isPaper: false, [Verify(file, KeyFor(file, given) ?? given.FirstOrDefault(), policy, policyName)], []);
        }
        if (file.Length > ProofVerifier.LargestFile)
        {
            return new(IsPaper: true, new("", "evidence.verify.too-large", ProofVerifier.LargestFile.ToString()), [], []);
        }
        var attached = PdfAttachments.Read(file, ProofVerifier.LargestFile);
        var named = attached.SelectMany(KeysIn).ToList();
        var (reports, passed) = (new List<ProofReport>(), new List<string>());
        foreach (var proof in attached.Where(IsProof))
        {
            if (KeyFor(proof, given) is { } trusted)
            {
                reports.Add(Verify(proof, trusted, policy, policyName));
            }
            else if (given.Count == 0 || NoteOf(proof) is null)
            {
                reports.Add(Verify(proof, KeyFor(proof, named), policy, policyName) with { KeyGiven = false });
            }
            else
            {
                passed.Add(LogOf(proof));
            }
        }
        return Of(isPaper: true, reports, passed);
    }

    private static ProofReport Verify(ReadOnlySpan<byte> proof, string? line, byte[]? policy, string policyName) =>
        ProofVerifier.Verify(proof, line, line is not null && Key(line)?.Type == KeyType.Sm2 ? null : policy, policyName);

    private static FileReport Of(bool isPaper, IReadOnlyList<ProofReport> reports, IReadOnlyList<string> passed) => new(
        isPaper,
        reports.Count > 0 ? reports.FirstOrDefault(r => !r.Holds)?.Failure
            : passed.Count > 0 ? new("", "evidence.verify.other-keys", string.Join(", ", passed))
            : new("", "evidence.verify.paper-without-proof"),
        reports,
        passed);

    private static bool IsProof(byte[] file) =>
        file.AsSpan().StartsWith(Encoding.UTF8.GetBytes(LogProof.FirstLine)) || file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(ProofBundle.FormatName)) >= 0;

    private static IEnumerable<string> KeysIn(byte[] file) => file.AsSpan().StartsWith(Encoding.UTF8.GetBytes(KeysFirstLine + "\n"))
        ? Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        : [];

    /// <summary>The key under whose name and id the proof's checkpoint bears a signature; else one of the same name, from which the file may lead on to the current one; null when there is neither.</summary>
    private static string? KeyFor(ReadOnlySpan<byte> proof, IReadOnlyList<string> keys)
    {
        var signatures = NoteOf(proof)?.Signatures ?? [];
        return keys.FirstOrDefault(line => Key(line) is { } key && signatures.Any(s => s.Name == key.Name && s.KeyId == key.Id))
            ?? keys.FirstOrDefault(line => Key(line) is { } key && signatures.Any(s => s.Name == key.Name));
    }

    private static VerifierKey? Key(string line)
    {
        try
        {
            return VerifierKey.Parse(line);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string LogOf(byte[] proof) => NoteOf(proof) is { Signatures: [var first, ..] } ? first.Name : "?";

    private static SignedNote? NoteOf(ReadOnlySpan<byte> proof)
    {
        try
        {
            return proof.StartsWith(Encoding.UTF8.GetBytes(LogProof.FirstLine))
                ? LogProof.Parse(CanonicalJson.Strict.GetString(proof)).Checkpoint
                : SignedNote.Parse(ProofBundle.Read(proof).Checkpoint);
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
