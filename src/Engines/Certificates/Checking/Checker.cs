using System.Security.Cryptography;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Certificates.Checking;

/// <summary>Checks anew each time: digest and signature over what is stored, revocation by row and by log, validity by the one clock.</summary>
internal sealed class Checker(CertificateStore store, IssuerKeys keys, IProofs proofs, TimeProvider time)
{
    /// <summary>Most bytes of a file that is shown.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>Fewest digits of a digest that bind anything: 64 bits.</summary>
    private const int FewestDigits = 16;

    public async Task<CheckResult> CheckAsync(string idOrNumber, string? shownDigest, CancellationToken cancel)
    {
        var row = await store.FindAsync(idOrNumber.Trim(), cancel);
        return row is null ? Result(CertificateAnswer.Unknown) : await CheckAsync(row, shownDigest, cancel);
    }

    /// <summary>A file: our PDF as issued byte for byte, or the signed content. A file that names a certificate of ours and is not as issued is altered.</summary>
    /// <exception cref="InvalidInputException">Larger than <see cref="LargestFile"/>, or empty.</exception>
    public async Task<CheckResult> CheckFileAsync(Stream file, CancellationToken cancel)
    {
        var bytes = await ReadAsync(file, cancel);
        if (await store.FindByPdfAsync(Convert.ToHexStringLower(SHA256.HashData(bytes)), cancel) is { } issued)
        {
            return await CheckAsync(issued, shownDigest: null, cancel) with { Shown = true };
        }
        var signed = SignedFile.TryRead(bytes);
        foreach (var claim in SignedFile.Claims(bytes))
        {
            if (await store.FindAsync(claim, cancel) is { } row)
            {
                var same = signed is not null && signed.Content.AsSpan().SequenceEqual(row.Content) && signed.Signature.AsSpan().SequenceEqual(row.Signature);
                return same ? await CheckAsync(row, shownDigest: null, cancel) with { Shown = true } : Result(CertificateAnswer.Altered, row);
            }
        }
        return Result(CertificateAnswer.Unknown);
    }

    private async Task<CheckResult> CheckAsync(StoredRow row, string? shownDigest, CancellationToken cancel)
    {
        var content = await IntactAsync(row, cancel);
        var shown = shownDigest is { Length: >= FewestDigits } && row.Digest.StartsWith(shownDigest, StringComparison.OrdinalIgnoreCase);
        if (content is null || (shownDigest is not null && !shown))
        {
            return Result(CertificateAnswer.Altered, row);
        }
        // The log remembers a revocation even where the row was set back.
        var seals = await proofs.SealsAsync(Streams.Of(row.Id), cancel);
        var revokedAt = row.RevokedAt ?? seals.FirstOrDefault(s => s.Type == Streams.Revoked)?.At;
        var answer = revokedAt is not null ? CertificateAnswer.Revoked
            : content.ValidUntil < time.GetUtcNow().ChinaDate() ? CertificateAnswer.Expired
            : CertificateAnswer.Valid;
        return Result(answer, row) with
        {
            Content = content,
            Certificate = content.ToCertificate(row.Digest, revokedAt, row.RevocationReason),
            Shown = shown,
            Place = seals.FirstOrDefault()?.Index,
        };
    }

    /// <summary>The content if it is what was signed, by the key that it names, and is what the row is found by; null otherwise.</summary>
    private async Task<SignedContent?> IntactAsync(StoredRow row, CancellationToken cancel)
    {
        SignedContent content;
        try
        {
            content = SignedContent.Read(row.Content);
        }
        catch (FormatException)
        {
            return null;
        }
        var key = await keys.FindAsync(row.IssuerOrganisationId, cancel);
        return key is not null
            && SignedContent.DigestOf(row.Content) == row.Digest
            && key.PublicKey.Verify(row.Content, row.Signature)
            && content.KeyId == key.Id
            && content.Id == row.Id
            && content.Number == row.Number
            && content.Type == row.Type
            && content.Holder.Id == row.HolderPartyId
            && content.IssuerOrganisationId == row.IssuerOrganisationId
            ? content
            : null;
    }

    private CheckResult Result(CertificateAnswer answer, StoredRow? row = null) => new(answer, time.GetUtcNow(), row?.Id, row?.Number);

    private static async Task<byte[]> ReadAsync(Stream file, CancellationToken cancel)
    {
        using var into = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await file.ReadAsync(buffer, cancel)) > 0)
        {
            if (into.Length + read > LargestFile)
            {
                throw new InvalidInputException("file", "certificates.fault.file-too-large", (LargestFile / 1024 / 1024).ToString());
            }
            into.Write(buffer.AsSpan(0, read));
        }
        return into.Length > 0 ? into.ToArray() : throw new InvalidInputException("file", "certificates.fault.no-file");
    }
}

/// <summary>An answer with what pages show of it.</summary>
/// <param name="Id">Of the certificate on record; null when unknown.</param>
internal sealed record CheckResult(CertificateAnswer Answer, DateTimeOffset At, string? Id, string? Number)
{
    /// <summary>What was signed; null unless it is intact.</summary>
    public SignedContent? Content { get; init; }

    public Certificate? Certificate { get; init; }

    /// <summary>True when the asker showed that he has the certificate: by the digest of its QR code, or the file.</summary>
    public bool Shown { get; init; }

    /// <summary>Position of its issue in the log; null while it is not sealed.</summary>
    public long? Place { get; init; }
}
