using System.Globalization;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Issuing;
using Zhuangjin.Certificates.Seals.Making;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Certificates.Following;

/// <summary>Makes the seal that a registration certificate (电子印章登记证书) is about. The certificate's id is the seal's source, so an event that comes twice makes one seal.</summary>
internal sealed class SealFollower(CertificateStore store, SealMaker maker) : ILogFollower
{
    /// <summary>Type of certificates that register a seal. Their fields say which: "seal_name", "seal_kind" (its key or its words), "years".</summary>
    public const string Type = "electronic-seal";

    public string Name => "certificates.seals";

    public bool Wants(string type) => type == "certificates.issued";

    public async Task HandleAsync(SealedEvent happened, CancellationToken cancel)
    {
        if (happened.Facts.GetValueOrDefault("type") != Type)
        {
            return;
        }
        var id = happened.Facts["certificate"];
        var row = await store.FindAsync(id, cancel) ?? throw new InvalidOperationException($"Certificate {id} is in the log, but not in the store.");
        var content = SignedContent.Read(row.Content);
        string Field(string key) => content.Fields.FirstOrDefault(f => f.Key == key)?.Value ?? throw new InvalidOperationException($"The registration {row.Number} of a seal lacks '{key}'.");
        var kind = Field("seal_kind");
        await maker.MakeAsync(
            new(
                content.Holder,
                Field("seal_name"),
                SealMaker.Kinds.FirstOrDefault(k => k == kind || maker.Words(k) == kind) ?? kind,
                content.IssuerOrganisationId,
                content.Division,
                int.Parse(Field("years"), NumberStyles.None, CultureInfo.InvariantCulture),
                content.Id),
            sample: false,
            cancel);
    }
}
