using System.Formats.Asn1;
using System.Security.Cryptography;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Certificates.Seals.Structure;
using Zhuangjin.Certificates.Seals.Using;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Print.Pdf;

namespace Zhuangjin.Certificates.Seals.Checking;

/// <summary>Checks sealings: the data by its digest, the signatures by keys of ours, the use by its record, and the seal's status then by the log.</summary>
internal sealed class SealChecker(SealStore store, SealUses uses, SealKeys keys, IProofs proofs)
{
    private static readonly SealCheck Unknown = new(SealAnswer.Unknown, null, null, null, null, null);

    public async Task<IReadOnlyList<SealCheck>> CheckPdfAsync(byte[] pdf, CancellationToken cancel)
    {
        IReadOnlyList<PdfSeal> found;
        try
        {
            found = PdfSeals.Read(pdf, Sealer.Format);
        }
        catch (InvalidDataException)
        {
            // A damaged file with the mark of a sealing is no stranger's file.
            return [Unknown with { Answer = pdf.AsSpan().IndexOf("/SubFilter/"u8) >= 0 ? SealAnswer.Altered : SealAnswer.Unknown }];
        }
        if (found.Count == 0)
        {
            return [Unknown with { Answer = pdf.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes("/SubFilter/" + Sealer.Format)) >= 0 ? SealAnswer.Altered : SealAnswer.Unknown }];
        }
        var answers = new List<SealCheck>();
        foreach (var seal in found)
        {
            byte[] covered = [.. seal.Before.Span, .. seal.After.Span];
            var answer = await CheckAsync(Sm3.Hash(covered), WithoutZeros(seal.Signature), seal.Range, cancel);
            // Whatever stands behind the last seal was sealed by nobody.
            answers.Add(found[^1].ToTheEnd || answer.Answer == SealAnswer.Unknown ? answer : answer with { Answer = SealAnswer.Altered });
        }
        return answers;
    }

    public Task<SealCheck> CheckDigestAsync(string digest, byte[] signature, CancellationToken cancel) =>
        digest.Length == 64 && digest.All(char.IsAsciiHexDigit) ? CheckAsync(Convert.FromHexString(digest), signature, SealSignature.OfDigest, cancel) : Task.FromResult(Unknown);

    private async Task<SealCheck> CheckAsync(byte[] digest, ReadOnlyMemory<byte> bytes, string property, CancellationToken cancel)
    {
        SealSignature sealing;
        try
        {
            sealing = SealSignature.Read(bytes);
        }
        catch (CryptographicException)
        {
            return Unknown with { Answer = SealAnswer.Altered };
        }
        if (await store.FindAsync(sealing.Seal.Number, cancel) is not { } seal
            || await keys.FindMakerAsync(seal.MakerOrganisationId, cancel) is not { } maker
            || !maker.Equals(sealing.Seal.Maker))
        {
            // Somebody else's seal, however well it is made.
            return Unknown;
        }
        var recorded = (await uses.ByDigestAsync(Convert.ToHexStringLower(sealing.DataDigest), cancel)).Find(u => u.SealId == seal.Id && u.Signature.AsSpan().SequenceEqual(bytes.Span));
        if (!sealing.DataDigest.AsSpan().SequenceEqual(digest) || sealing.Property != property || recorded is null)
        {
            return new(SealAnswer.Altered, sealing.At, null, seal, null, null);
        }
        var events = (await proofs.SealsAsync(SealHistory.Stream(seal.Id), cancel)).Select(s => (s.Type, s.At));
        var then = SealHistory.At(events, recorded.At);
        var inTime = recorded.At >= sealing.Seal.ValidFrom && recorded.At.ToChina() <= sealing.Seal.ValidUntil.AddSeconds(1);
        return new(then == SealState.Active && inTime ? SealAnswer.Valid : SealAnswer.NotInForce, recorded.At, then, seal, recorded.Id, recorded.Purpose);
    }

    /// <summary>The signature without the room that was left after it.</summary>
    public static ReadOnlyMemory<byte> WithoutZeros(byte[] kept) =>
        AsnDecoder.TryReadEncodedValue(kept, AsnEncodingRules.DER, out _, out _, out _, out var length) ? kept.AsMemory(0, length) : kept;
}
