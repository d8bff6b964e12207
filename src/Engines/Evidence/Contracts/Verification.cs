using Zhuangjin.Evidence.Proofs;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Checks a proof file with nothing but the file and the log's verifier key: no network, no database, no trust in who handed it over.</summary>
public static class ProofVerifier
{
    /// <summary>Largest file that is looked at, in bytes.</summary>
    public const int LargestFile = 64 << 20;

    /// <summary>Checks a case bundle or a single event's .tlog-proof.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="verifierKey">The log's key as a line, from a source that the reader trusts. Null: the one that the file names, which the reader must then compare himself.</param>
    /// <param name="policy">A c2sp.org/tlog-policy that says whose cosignatures the reader trusts and how many are needed; null to leave them unchecked. Its logs, where it names any, are the only ones accepted.</param>
    /// <exception cref="InvalidDataException">The policy is none; the message names the line.</exception>
    public static ProofReport Verify(ReadOnlySpan<byte> file, string? verifierKey = null, byte[]? policy = null, string policyName = "policy") =>
        ProofCheck.Run(file, verifierKey, policy is null ? null : TrustPolicy.Parse(policy, policyName));

    /// <summary>Checks whatever holds proofs: a case bundle, a single proof, or an evidence certificate (PDF) with the proofs attached. Of a certificate nothing is looked at but its attachments.</summary>
    /// <param name="verifierKeys">Keys of logs as lines, from a source that the reader trusts; each proof is checked with the one that its checkpoint names. Empty: with those that the file names.</param>
    /// <param name="policy">As for <see cref="Verify"/>; proofs of the national tree, which witnesses do not co-sign, are checked without it.</param>
    /// <exception cref="InvalidDataException">The policy is none; the message names the line.</exception>
    public static FileReport VerifyFile(ReadOnlySpan<byte> file, IReadOnlyList<string> verifierKeys, byte[]? policy = null, string policyName = "policy") =>
        FileCheck.Run(file, verifierKeys, policy, policyName);
}

/// <summary>The answer to one file that holds proofs.</summary>
/// <param name="IsPaper">True for a PDF: what is printed on it was not checked, only what is attached.</param>
/// <param name="Failure">The first thing that does not hold; null when at least one proof was checked and all that were hold.</param>
/// <param name="Proofs">The answers, one for each proof that was checked.</param>
/// <param name="Unchecked">Names of logs whose proofs were passed over, because the reader gave keys of others only.</param>
public sealed record FileReport(bool IsPaper, Fault? Failure, IReadOnlyList<ProofReport> Proofs, IReadOnlyList<string> Unchecked)
{
    public bool Holds => Failure is null;
}

/// <summary>The answer to one proof file.</summary>
/// <param name="Failure">The first thing that does not hold, in the reader's terms (a text key with values); null when everything holds.</param>
/// <param name="VerifierKey">The key that the checkpoint was checked against; "" when there was none.</param>
/// <param name="KeyGiven">False when the key came from the file itself: then the answer is only as good as the reader's comparison of the key.</param>
/// <param name="Size">Entries in the log under the checkpoint.</param>
/// <param name="Events">The events in order, each with its own answer.</param>
public sealed record ProofReport(Fault? Failure, string VerifierKey, bool KeyGiven, string Origin, long Size, IReadOnlyList<ProvedEvent> Events)
{
    public bool Holds => Failure is null;

    /// <summary>Who has co-signed the checkpoint. Without a policy the names only, as they stand there.</summary>
    public IReadOnlyList<ProofCosigner> Cosigners { get; init; } = [];

    /// <summary>Whether the policy's quorum has co-signed; null when no policy was given, or it asks for none.</summary>
    public bool? Quorum { get; init; }
}

/// <summary>A witness of a proof file's checkpoint.</summary>
/// <param name="Name">As the policy calls it; for one that the policy does not know, as the signature line says.</param>
/// <param name="Valid">Whether its cosignature holds; false also when the policy's witness has not signed; null when no trusted key could check it.</param>
/// <param name="At">When it signed, as it says; null when it has not.</param>
public sealed record ProofCosigner(string Name, bool? Valid, DateTimeOffset? At);

/// <summary>One event of a proof file.</summary>
/// <param name="Event">What the log says; null when the entry cannot be read.</param>
/// <param name="Index">The place in the log that the file claims.</param>
/// <param name="Disclosed">Private fields that the file opens and that match their commitments.</param>
/// <param name="Withheld">Names of private fields that stay closed.</param>
/// <param name="Failure">What does not hold; null when the event is proved.</param>
public sealed record ProvedEvent(
    SealedEvent? Event,
    long Index,
    IReadOnlyDictionary<string, string> Disclosed,
    IReadOnlyList<string> Withheld,
    Fault? Failure)
{
    /// <summary>Names of private fields that the file says were erased by law: nobody can open them any more. A statement of who made the file, not proved by the log.</summary>
    public IReadOnlyList<string> Erased { get; init; } = [];
}
