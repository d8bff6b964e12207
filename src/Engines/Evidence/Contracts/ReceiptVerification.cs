using Zhuangjin.Evidence.Deposits.Receipts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Checks a deposit's receipt with nothing but files and the log's key: no network, no database, no trust in who handed them over.</summary>
public static class ReceiptVerifier
{
    /// <summary>True when the file is a receipt, right or wrong, and no proof of another kind.</summary>
    public static bool IsReceipt(ReadOnlySpan<byte> file) => ReceiptCheck.IsReceipt(file);

    /// <param name="receipt">The receipt's bytes.</param>
    /// <param name="content">Digests of the file that was deposited; null: not compared.</param>
    /// <param name="proof">The .tlog-proof of the deposit; null: the promise alone is checked.</param>
    /// <param name="verifierKey">The log's key from a source that the reader trusts; null: the one that the receipt names, which he must compare himself.</param>
    public static ReceiptReport Verify(ReadOnlySpan<byte> receipt, FileDigest? content = null, byte[]? proof = null, string? verifierKey = null) =>
        ReceiptCheck.Run(receipt, content, proof, verifierKey);
}

/// <summary>The answer to a receipt.</summary>
/// <param name="Failure">The first thing that does not hold; null when everything does.</param>
/// <param name="Event">What the entry says; null when it cannot be read.</param>
/// <param name="PromisedBy">When the log promised to hold the entry.</param>
/// <param name="ContentMatches">True when a file was compared and is the one that was deposited.</param>
/// <param name="Index">Place in the log, when a proof was checked.</param>
public sealed record ReceiptReport(Fault? Failure, string VerifierKey, bool KeyGiven, SealedEvent? Event, DateTimeOffset? PromisedBy, bool ContentMatches, long? Index)
{
    public bool Holds => Failure is null;
}
