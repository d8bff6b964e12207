using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Witnessing;

namespace Zhuangjin.Evidence.Proofs;

/// <summary>Who has co-signed a proof's checkpoint, and whether that is enough for the reader.</summary>
internal static class CosignerCheck
{
    /// <summary>The key that the policy has for the log of a bundle; null when it names none.</summary>
    public static string? LogOf(ProofBundle bundle, TrustPolicy policy)
    {
        var origin = Checkpoint.Parse(SignedNote.Parse(bundle.Checkpoint).Text).Origin;
        var named = policy.Logs.Where(l => l.Key.Name == origin).Select(l => l.Key.ToString()).ToList();
        return named.Contains(bundle.Log) ? bundle.Log : named.FirstOrDefault();
    }

    public static ProofReport Add(ProofReport report, SignedNote note, VerifierKey log, TrustPolicy? policy)
    {
        var others = note.Signatures.Where(s => s.Name != log.Name);
        if (policy is null)
        {
            return report with { Cosigners = [.. others.Select(Unchecked)] };
        }
        var signed = policy.Cosigners(note);
        var known = policy.Witnesses.Select(w => new ProofCosigner(w.Name, signed.Contains(w), Line(note, w.Key)?.CosignedAt));
        var unknown = others.Where(s => !policy.Witnesses.Any(w => w.Key.Name == s.Name && w.Key.Id == s.KeyId)).Select(Unchecked);
        var holds = policy.Holds(signed.Select(w => w.Name).ToHashSet(StringComparer.Ordinal));
        return report with
        {
            Cosigners = [.. known, .. unknown],
            Quorum = policy.Demands ? holds : null,
            Failure = report.Failure ?? (holds ? null : new("", "evidence.verify.quorum", policy.Quorum)),
        };
    }

    private static NoteSignature? Line(SignedNote note, VerifierKey key) => note.Signatures.FirstOrDefault(s => s.Name == key.Name && s.KeyId == key.Id);

    private static ProofCosigner Unchecked(NoteSignature signature) => new(signature.Name, null, signature.CosignedAt);
}
