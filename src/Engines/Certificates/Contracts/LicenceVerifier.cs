using Zhuangjin.Certificates.Offline;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Certificates.Contracts;

/// <summary>Checks certificates, presentations and sealed papers with nothing but the file, the issuer's public key, and a status list that was fetched before: no network, no database.</summary>
public static class LicenceVerifier
{
    /// <summary>Whether the bytes are a file of one of these kinds.</summary>
    public static bool Recognises(ReadOnlyMemory<byte> file) => OfflineCheck.KindOf(file) is not null;

    /// <param name="file">A certificate (PDF or certificate.json), a presentation, or a sealed PDF.</param>
    /// <param name="trusted">PEM of the issuer's public key (/certificates/issuers/{id}/key.pem) or of the maker's certificate (/seals/makers/{id}/certificate.pem), from a source that the reader trusts.</param>
    /// <param name="status">The issuer's signed status list (/certificates/issuers/{id}/status.json); null when there is none at hand.</param>
    /// <param name="now">The reader's clock.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The PEM is no SM2 key or certificate.</exception>
    public static IReadOnlyList<LicenceReport> Verify(ReadOnlyMemory<byte> file, string trusted, ReadOnlyMemory<byte>? status, DateTimeOffset now) => OfflineCheck.Run(file, trusted, status, now);
}

/// <summary>What an offline check says.</summary>
/// <param name="Answer">"valid", "revoked", "expired", "not-in-force" (a seal), "altered", or "other-key" when another key than the trusted one signed.</param>
/// <param name="Title">The certificate's title, or the seal's name; null when it cannot be trusted.</param>
/// <param name="Fields">What was signed, by label.</param>
/// <param name="StatusAt">Instant of the status list that was looked at; null when there was none that holds: then a revocation is not known.</param>
/// <param name="StatusFresh">Whether that list still counts as fresh.</param>
public sealed record LicenceReport(string Answer, LocalText? Title, IReadOnlyList<(LocalText Label, string Value)> Fields, DateTimeOffset? StatusAt, bool StatusFresh);
