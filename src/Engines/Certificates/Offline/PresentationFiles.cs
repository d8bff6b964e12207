using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Presenting;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Certificates.Offline;

/// <summary>Writes a presentation as a file for places without network: the chosen fields alone, its purpose and its end, signed with the issuer's key.</summary>
internal sealed class PresentationFiles(CertificateStore certificates, IssuerKeys keys, TimeProvider time)
{
    /// <exception cref="ConflictException">It is over.</exception>
    public async Task<byte[]> WriteAsync(Presentation shown, CancellationToken cancel)
    {
        if (shown.StateAt(time.GetUtcNow()) is not PresentationState.Open and var state)
        {
            throw new ConflictException(state == PresentationState.Expired ? "certificates.present.fault.expired" : "certificates.present.fault.ended");
        }
        var row = await certificates.FindAsync(shown.CertificateId, cancel) ?? throw new NotFoundException("certificates.fault.unknown");
        var content = SignedContent.Read(row.Content);
        var key = await keys.OfAsync(content.IssuerOrganisationId, cancel);
        var fields = new List<object>();
        if (shown.Fields.Contains(Presenter.Holder))
        {
            fields.Add(Field(Presenter.Holder, OfflineWords.Of("certificates.offline.holder"), content.Holder.Name));
        }
        fields.AddRange(content.Fields.Where(f => shown.Fields.Contains(f.Key)).Select(f => Field(f.Key, f.Label, f.Value)));
        var members = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["format"] = "zhuangjin.presentation",
            ["v"] = 1L,
            ["id"] = shown.Id,
            ["certificate"] = content.Id,
            ["type"] = content.Type,
            ["title"] = Text(content.Title),
            ["issuer"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["organisation"] = content.IssuerOrganisationId, ["name"] = Text(content.IssuerName), ["key"] = key.Id },
            ["purpose"] = shown.Purpose,
            ["fields"] = fields,
            ["made"] = StatusLists.Instant(shown.MadeAt),
            ["until"] = StatusLists.Instant(shown.ExpiresAt),
        };
        return SignedStatement.Make(SignedStatement.Presentation, members, bytes => key.Sign(bytes)).ToBytes();
    }

    private static Dictionary<string, object?> Field(string key, LocalText label, string value) =>
        new(StringComparer.Ordinal) { ["key"] = key, ["label"] = Text(label), ["value"] = value };

    private static Dictionary<string, object?> Text(LocalText text) => text.Values.ToDictionary(t => t.Key, object? (t) => t.Value, StringComparer.Ordinal);
}
