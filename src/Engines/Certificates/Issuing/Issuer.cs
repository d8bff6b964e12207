using System.Collections.Immutable;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Certificates.Storage;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Issuing;

/// <summary>Makes certificates: takes a number, signs, prints, records. Each step may be the last before a crash; the same order then takes up the same number.</summary>
internal sealed class Issuer(
    IDatabase database,
    CertificateStore store,
    IOrganisations organisations,
    IssuerKeys keys,
    CertificatePrinter printer,
    IFileStore files,
    IEvidenceRecorder evidence,
    TimeProvider time)
{
    /// <summary>Most bytes of a printed certificate; one is about 50 KB.</summary>
    private const long LargestPdf = 4 * 1024 * 1024;

    public async Task<StoredRow> IssueAsync(CertificateOrder order, string orderId, CancellationToken cancel)
    {
        if (await IssuedAsync(orderId, cancel) is { } before)
        {
            return before;
        }
        var issuer = organisations.Find(order.IssuerOrganisationId) ?? throw new InvalidInputException("issuer", "certificates.fault.no-issuer", order.IssuerOrganisationId);
        var key = await keys.OfAsync(issuer.Id, cancel);
        var pattern = NumberPattern.Parse(order.NumberPattern);
        var draft = Draft(order, issuer, key);
        // Before the number is taken: a certificate that cannot be printed must leave no gap in the series.
        printer.Refuse(draft);

        var now = time.GetUtcNow();
        var year = order.IssueDate.Year;
        var (id, number) = await store.ReserveAsync(
            orderId, Ids.New(now), pattern.Series(year, order.Division), sequence => pattern.Write(year, order.Division, sequence), now, cancel);
        var content = draft with { Id = id, Number = number };
        var row = await MakeAsync(content, key, issuer, cancel);
        await database.WriteAsync(
            async session =>
            {
                if (await CertificateStore.AddAsync(session, row, now))
                {
                    await evidence.RecordAsync(session, Issued(content, row, now));
                }
                return 0;
            },
            cancel);
        // Another caller of the same order may have been faster: his is the certificate.
        return await store.FindAsync(id, cancel) ?? throw new InvalidOperationException($"Certificate {id} was recorded but is not there.");
    }

    private async Task<StoredRow?> IssuedAsync(string orderId, CancellationToken cancel)
    {
        var reserved = await database.ReadAsync(s => s.FirstAsync(CertificateStore.HasOrder, r => r.GetString(0), orderId), cancel);
        return reserved is null ? null : await store.FindAsync(reserved, cancel);
    }

    private static SignedContent Draft(CertificateOrder order, Organisation issuer, IssuerKey key) => new(
        Id: "",
        Number: "",
        order.Type,
        order.Title,
        order.Holder,
        issuer.Id,
        issuer.Name,
        key.Id,
        order.Division,
        order.IssueDate,
        Validity.Until(order.IssueDate, order.ValidFor),
        order.Fields,
        order.SourceCaseId,
        order.SourceCaseNumber,
        order.Template);

    private async Task<StoredRow> MakeAsync(SignedContent content, IssuerKey key, Organisation issuer, CancellationToken cancel)
    {
        var bytes = content.ToBytes();
        var signature = key.Sign(bytes);
        var pdf = await files.SaveAsync(new MemoryStream(printer.Print(content, bytes, signature)), LargestPdf, cancel);
        return new(
            content.Id,
            content.Number,
            content.Type,
            content.Holder.Id,
            issuer.Id,
            issuer.Path,
            content.SourceCaseId,
            CertificateStore.Date(content.IssuedOn),
            bytes,
            SignedContent.DigestOf(bytes),
            signature,
            pdf.Sha256,
            pdf.Size,
            RevokedAt: null,
            RevocationReason: null);
    }

    private static EvidenceEvent Issued(SignedContent content, StoredRow row, DateTimeOffset now) => new(
        "certificates.issued",
        Streams.Of(content.Id),
        Sequence: 1,
        now,
        "office/" + content.IssuerOrganisationId,
        Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("case", content.SourceCaseId),
            KeyValuePair.Create("certificate", content.Id),
            KeyValuePair.Create("digest", row.Digest),
            KeyValuePair.Create("file", row.PdfSha256),
            KeyValuePair.Create("key", content.KeyId),
            KeyValuePair.Create("number", content.Number),
            KeyValuePair.Create("type", content.Type),
        ]),
        Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("holder", content.Holder.Name)]),
        Subject: "party/" + content.Holder.Id);
}
