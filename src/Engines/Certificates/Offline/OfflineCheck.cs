using System.Security.Cryptography;
using System.Text.Json;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Certificates.Seals;
using Zhuangjin.Certificates.Seals.Checking;
using Zhuangjin.Certificates.Seals.Structure;
using Zhuangjin.Certificates.Seals.Using;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print.Pdf;

namespace Zhuangjin.Certificates.Offline;

/// <summary>The check behind <see cref="LicenceVerifier"/>.</summary>
internal static class OfflineCheck
{
    private const int LargestAttachment = 1024 * 1024;

    private static readonly LocalText Purpose = OfflineWords.Of("certificates.offline.purpose");
    private static readonly LocalText Until = OfflineWords.Of("certificates.offline.until");
    private static readonly LocalText Holder = OfflineWords.Of("certificates.offline.holder");
    private static readonly LocalText Number = OfflineWords.Of("certificates.offline.number");
    private static readonly LocalText SealedAt = OfflineWords.Of("certificates.offline.sealed-at");

    public static string? KindOf(ReadOnlyMemory<byte> file) =>
        PdfAttachments.IsPdf(file.Span) ? (file.Span.IndexOf(System.Text.Encoding.ASCII.GetBytes("/SubFilter/" + Sealer.Format)) >= 0 ? "sealed" : Attached(file) is not null ? "certificate" : null)
        : SignedStatement.TryRead(file) is { Format: SignedStatement.Presentation } ? "presentation"
        : SignedFile.TryRead(file) is not null ? "certificate"
        : null;

    public static IReadOnlyList<LicenceReport> Run(ReadOnlyMemory<byte> file, string trusted, ReadOnlyMemory<byte>? status, DateTimeOffset now)
    {
        var (key, maker) = Trusted(trusted);
        return KindOf(file) switch
        {
            "certificate" => [Certificate((Attached(file) ?? SignedFile.TryRead(file))!, key, StatusOf(status, key), now)],
            "presentation" => [Presentation(SignedStatement.TryRead(file)!, key, StatusOf(status, key), now)],
            "sealed" => Sealed(file.ToArray(), maker, key, status, now),
            _ => [Bad("altered")],
        };
    }

    private static LicenceReport Certificate(SignedFile file, Sm2PublicKey key, Status? status, DateTimeOffset now)
    {
        if (!key.Verify(file.Content, file.Signature))
        {
            return Bad(KeyIn(file.Content, key) ? "altered" : "other-key");
        }
        var content = SignedContent.Read(file.Content);
        var answer = status?.Revoked(content.Id) == true ? "revoked" : content.ValidUntil < now.ChinaDate() ? "expired" : "valid";
        return Good(answer, content.Title, [(Number, content.Number), (Holder, content.Holder.Name), .. content.Fields.Select(f => (f.Label, f.Value))], status, now);
    }

    private static LicenceReport Presentation(SignedStatement file, Sm2PublicKey key, Status? status, DateTimeOffset now)
    {
        if (!file.IsSignedBy(key))
        {
            return Bad(KeyIn(file.Content, key) ? "altered" : "other-key");
        }
        using var document = JsonDocument.Parse(file.Content);
        var root = document.RootElement;
        var until = StatusLists.Instant(root.GetProperty("until").GetString()!);
        var answer = status?.Revoked(root.GetProperty("certificate").GetString()!) == true ? "revoked" : now >= until ? "expired" : "valid";
        var fields = root.GetProperty("fields").EnumerateArray().Select(f => (Text(f.GetProperty("label")), f.GetProperty("value").GetString()!)).ToList();
        return Good(answer, Text(root.GetProperty("title")), [(Purpose, root.GetProperty("purpose").GetString()!), (Until, Shown(until)), .. fields], status, now);
    }

    private static List<LicenceReport> Sealed(byte[] file, Sm2Certificate? maker, Sm2PublicKey key, ReadOnlyMemory<byte>? status, DateTimeOffset now)
    {
        IReadOnlyList<PdfSeal> found;
        try
        {
            found = PdfSeals.Read(file, Sealer.Format);
        }
        catch (InvalidDataException)
        {
            found = [];
        }
        return found.Count == 0 || !found[^1].ToTheEnd ? [Bad("altered")] : [.. found.Select(f => Sealing(f, maker, key, status, now))];
    }

    private static LicenceReport Sealing(PdfSeal found, Sm2Certificate? maker, Sm2PublicKey key, ReadOnlyMemory<byte>? list, DateTimeOffset now)
    {
        SealSignature sealing;
        try
        {
            sealing = SealSignature.Read(SealChecker.WithoutZeros(found.Signature));
        }
        catch (CryptographicException)
        {
            return Bad("altered");
        }
        if (maker is null ? !sealing.Seal.Maker.PublicKey.ToPoint().AsSpan().SequenceEqual(key.ToPoint()) : !maker.Equals(sealing.Seal.Maker))
        {
            return Bad("other-key");
        }
        if (sealing.Property != found.Range || !sealing.DataDigest.AsSpan().SequenceEqual(Sm3.Hash([.. found.Before.Span, .. found.After.Span])))
        {
            return Bad("altered");
        }
        var status = StatusOf(list, key);
        var inTime = sealing.At >= sealing.Seal.ValidFrom && sealing.At <= sealing.Seal.ValidUntil;
        var inForce = status is null || status.StateOf(sealing.Seal.Number, sealing.At) is null or SealState.Active;
        return Good(inTime && inForce ? "valid" : "not-in-force", new LocalText(sealing.Seal.Name), [(Number, sealing.Seal.Number), (SealedAt, Shown(sealing.At))], status, now);
    }

    private static SignedFile? Attached(ReadOnlyMemory<byte> file) =>
        PdfAttachments.IsPdf(file.Span) ? PdfAttachments.Read(file.Span, LargestAttachment).Select(a => SignedFile.TryRead(a)).FirstOrDefault(a => a is not null) : null;

    private static (Sm2PublicKey Key, Sm2Certificate? Maker) Trusted(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            throw new CryptographicException("There is no PEM block in this text.");
        }
        if (!pem[fields.Label].Equals("CERTIFICATE", StringComparison.Ordinal))
        {
            return (Sm2PublicKey.FromPem(pem), null);
        }
        var certificate = Sm2Certificate.Read(Convert.FromBase64String(pem[fields.Base64Data]));
        return (certificate.PublicKey, certificate);
    }

    /// <summary>Whether the content names this key: then a signature that does not hold means a change, and not another issuer.</summary>
    private static bool KeyIn(byte[] content, Sm2PublicKey key) =>
        content.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes($"\"key\":\"{Convert.ToHexStringLower(Sm3.Hash(key.ToSpki()).AsSpan(0, 8))}\"")) >= 0;

    private static Status? StatusOf(ReadOnlyMemory<byte>? list, Sm2PublicKey key) =>
        list is { } bytes && SignedStatement.TryRead(bytes) is { Format: SignedStatement.StatusList } statement && statement.IsSignedBy(key) ? new(statement.Content) : null;

    private static LicenceReport Bad(string answer) => new(answer, null, [], null, false);

    private static LicenceReport Good(string answer, LocalText title, IReadOnlyList<(LocalText, string)> fields, Status? status, DateTimeOffset now) =>
        new(answer, title, fields, status?.At, status is not null && now <= status.Until);

    private static LocalText Text(JsonElement element) => new(element.EnumerateObject().Select(t => KeyValuePair.Create(t.Name, t.Value.GetString()!)));

    private static string Shown(DateTimeOffset at) => at.ToChina().ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A status list whose signature holds.</summary>
    private sealed class Status
    {
        private readonly HashSet<string> _revoked;
        private readonly ILookup<string, (string Type, DateTimeOffset At)>? _changes;

        public Status(byte[] content)
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            (At, Until) = (StatusLists.Instant(root.GetProperty("at").GetString()!), StatusLists.Instant(root.GetProperty("until").GetString()!));
            _revoked = root.TryGetProperty("revoked", out var revoked) ? [.. revoked.EnumerateArray().Select(r => r.GetProperty("id").GetString()!)] : [];
            _changes = root.TryGetProperty("seals", out var seals)
                ? seals.EnumerateArray().ToLookup(c => c.GetProperty("seal").GetString()!, c => ("certificates.seal-" + c.GetProperty("kind").GetString(), StatusLists.Instant(c.GetProperty("at").GetString()!)), StringComparer.Ordinal)
                : null;
        }

        public DateTimeOffset At { get; }

        public DateTimeOffset Until { get; }

        /// <summary>Of a seal at an instant; null when the list does not know it. The sealing's time has whole seconds, so the second's end counts.</summary>
        public SealState? StateOf(string seal, DateTimeOffset at) => _changes is null ? null : SealHistory.At(_changes[seal], at.AddSeconds(1));

        public bool Revoked(string certificateId) => _revoked.Contains(certificateId);
    }
}
