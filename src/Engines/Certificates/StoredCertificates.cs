using Zhuangjin.Certificates.Checking;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Revoking;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates;

/// <inheritdoc/>
internal sealed class StoredCertificates(Issuer issuer, Checker checker, Revoker revoker, CertificateStore store, IFileStore files) : ICertificates
{
    public async Task<Certificate> IssueAsync(CertificateOrder order, string orderId, CancellationToken cancel = default) =>
        Read(await issuer.IssueAsync(order, orderId, cancel));

    public async Task<Certificate?> FindAsync(string certificateId, CancellationToken cancel = default) =>
        await store.FindAsync(certificateId, cancel) is { } row ? Read(row) : null;

    public async Task<IReadOnlyList<Certificate>> HeldAsync(string partyId, string? type = null, CancellationToken cancel = default) =>
        (await store.HeldAsync(partyId, type, cancel)).ConvertAll(Read);

    public Task RevokeAsync(Actor actor, string certificateId, string reason, CancellationToken cancel = default) =>
        revoker.RevokeAsync(actor, certificateId, reason, cancel);

    public async Task<CertificateCheck> CheckAsync(string idOrNumber, string? shownDigest, CancellationToken cancel = default) =>
        Told(await checker.CheckAsync(idOrNumber, shownDigest, cancel));

    public async Task<CertificateCheck> CheckFileAsync(Stream file, CancellationToken cancel = default) =>
        Told(await checker.CheckFileAsync(file, cancel));

    public async Task<Stream?> PdfAsync(string certificateId, CancellationToken cancel = default) =>
        await store.FindAsync(certificateId, cancel) is { } row ? await files.OpenAsync(row.PdfSha256, cancel) : null;

    private static CertificateCheck Told(CheckResult result) => new(result.Answer, result.Certificate, result.At);

    private static Certificate Read(StoredRow row) => SignedContent.Read(row.Content).ToCertificate(row.Digest, row.RevokedAt, row.RevocationReason);
}
