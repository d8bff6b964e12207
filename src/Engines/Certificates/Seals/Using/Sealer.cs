using System.Collections.Immutable;
using System.Globalization;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Printing;
using Zhuangjin.Certificates.Seals.Making;
using Zhuangjin.Certificates.Seals.Structure;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print.Fonts;
using Zhuangjin.Print.Pdf;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Seals.Using;

/// <summary>Uses seals. A signature leaves this room only after its use is recorded: in one transaction the seal is found in force, the use counted, and its event written.</summary>
internal sealed class Sealer(
    IDatabase database,
    SealStore store,
    SealKeys keys,
    SealRights rights,
    SealMaker maker,
    FontShelf fonts,
    IFileStore files,
    IEvidenceRecorder evidence,
    TimeProvider time)
{
    /// <summary>Format of the signature in a PDF (SubFilter).</summary>
    public const string Format = "GBT.38540";

    /// <summary>Most bytes of a PDF to be sealed.</summary>
    public const int LargestPdf = 20 * 1024 * 1024;

    public const int LongestSubject = 200;

    public static readonly ImmutableArray<string> Purposes = ["approval", "certificate", "notice", "proof", "contract", "other"];

    public async Task<Sealing> SealPdfAsync(Actor actor, Seal seal, SealPurpose purpose, byte[] pdf, SealPlace place, CancellationToken cancel)
    {
        var said = Refuse(actor, seal, purpose);
        if (pdf.Length is 0 or > LargestPdf)
        {
            throw new InvalidInputException("file", pdf.Length == 0 ? "certificates.seal.fault.no-file" : "certificates.fault.file-too-large", (LargestPdf / 1024 / 1024).ToString(CultureInfo.InvariantCulture));
        }
        var now = time.GetUtcNow();
        var open = Prepare(seal, said, pdf, place, now);
        var digest = Sm3.Hash([.. open.Covered.SelectMany(c => c.ToArray())]);
        return await SignAsync(actor, seal, said, digest, open.Range, open, now, cancel);
    }

    public Task<Sealing> SealDigestAsync(Actor actor, Seal seal, SealPurpose purpose, string digest, CancellationToken cancel)
    {
        var said = Refuse(actor, seal, purpose);
        return digest.Length == 64 && digest.All(char.IsAsciiHexDigit)
            ? SignAsync(actor, seal, said, Convert.FromHexString(digest), SealSignature.OfDigest, open: null, time.GetUtcNow(), cancel)
            : throw new InvalidInputException("digest", "certificates.seal.fault.digest");
    }

    /// <summary>The purpose as it is kept, when all is well.</summary>
    private SealPurpose Refuse(Actor actor, Seal seal, SealPurpose purpose)
    {
        SealRights.Refuse(rights.Keeps(actor, seal), "certificates.seal.fault.not-keeper");
        var faults = new List<Fault>();
        if (!Purposes.Contains(purpose.Purpose))
        {
            faults.Add(new("purpose", "certificates.seal.fault.purpose"));
        }
        var subject = purpose.Subject.Trim();
        if (subject.Length is < 4 or > LongestSubject)
        {
            faults.Add(new("subject", "certificates.seal.fault.subject", LongestSubject.ToString(CultureInfo.InvariantCulture)));
        }
        return faults.Count > 0 ? throw new InvalidInputException(faults) : purpose with { Subject = subject };
    }

    private PdfToSeal Prepare(Seal seal, SealPurpose purpose, byte[] pdf, SealPlace place, DateTimeOffset now)
    {
        try
        {
            // What was added after an earlier seal without a seal would else come under this one as if the first unit had seen it.
            if (PdfSeals.Read(pdf, Format) is [.., { ToTheEnd: false }])
            {
                throw new InvalidInputException("file", "certificates.seal.fault.changed-after-seal");
            }
            var mark = new PdfSealMark(place.Page, place.X, place.Y, SealRecord.Side, (page, x, y) => SealDrawing.Draw(page, x, y, seal.Name, maker.Words(seal.Kind), maker.Mark));
            return PdfToSeal.Prepare(pdf, fonts, mark, seal.Name, purpose.Subject, now, Format, SealSignature.Largest);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidCastException)
        {
            throw new InvalidInputException("file", "certificates.seal.fault.no-pdf", unreadable.Message);
        }
    }

    private async Task<Sealing> SignAsync(Actor actor, Seal seal, SealPurpose purpose, byte[] digest, string property, PdfToSeal? open, DateTimeOffset now, CancellationToken cancel)
    {
        RefuseState(seal, now);
        var record = SealRecord.Read(await store.RecordAsync(seal.Id, seal.Version, cancel) ?? throw new InvalidOperationException($"Seal {seal.Number} has no record of version {seal.Version}."));
        var signature = new SealSignature(record, now, digest, property).Sign(await keys.OfSealAsync(seal.Id, seal.Version, cancel));
        var pdf = open?.With(signature);
        var file = pdf is null ? null : await files.SaveAsync(new MemoryStream(pdf), pdf.Length, cancel);
        var use = new SealUse(Ids.New(now), seal.Id, seal.Version, now, actor.PersonId, purpose, open is null ? "digest" : "pdf", Convert.ToHexStringLower(digest), signature, file?.Sha256);
        var happened = evidence.Prepare(Happened(seal, use));
        await database.WriteAsync(
            async session =>
            {
                if (!await SealUses.CountAsync(session, seal, now))
                {
                    throw new ConflictException("certificates.seal.fault.not-in-force", seal.Number);
                }
                await SealUses.AddAsync(session, use);
                await evidence.RecordPreparedAsync(session, [happened]);
                return 0;
            },
            cancel);
        return new(use.Id, seal.Number, now, use.Digest, signature, pdf);
    }

    /// <summary>Says at once, and exactly, what the transaction would refuse as well.</summary>
    private static void RefuseState(Seal seal, DateTimeOffset now)
    {
        var today = now.ChinaDate();
        var code = seal.Status == SealState.Suspended ? "certificates.seal.fault.suspended"
            : seal.Status == SealState.Revoked ? "certificates.seal.fault.revoked"
            : today < seal.ValidFrom || today > seal.ValidUntil ? "certificates.seal.fault.expired"
            : null;
        if (code is not null)
        {
            throw new ConflictException(code, seal.Number);
        }
    }

    private static EvidenceEvent Happened(Seal seal, SealUse use) => new(
        SealHistory.Used,
        "seal-use/" + use.Id,
        Sequence: 1,
        use.At,
        "party/" + seal.UnitPartyId,
        Facts: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("digest", use.Digest),
            KeyValuePair.Create("kind", use.Kind),
            KeyValuePair.Create("purpose", use.Purpose.Purpose),
            KeyValuePair.Create("seal", seal.Number),
            KeyValuePair.Create("version", use.Version.ToString(CultureInfo.InvariantCulture)),
        ]),
        Private: ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("person", use.By), KeyValuePair.Create("subject", use.Purpose.Subject)]));
}
