using System.Formats.Asn1;
using System.Security.Cryptography;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Certificates.Seals.Structure;

/// <summary>A sealing as data (SES_Signature of GB/T 38540-2020, 7.1): the seal, the time, and the SM3 digest of what was sealed, signed with the seal's own key.</summary>
/// <param name="At">When, by the platform's clock, to the second.</param>
/// <param name="DataDigest">SM3 of the sealed data, 32 bytes.</param>
/// <param name="Property">What the digest is of: a PDF's byte range, or "digest".</param>
internal sealed record SealSignature(SealRecord Seal, DateTimeOffset At, byte[] DataDigest, string Property)
{
    private const int Version = 4;

    /// <summary>Digest given by the asker, who keeps the data.</summary>
    public const string OfDigest = "digest";

    /// <summary>More bytes than a sealing has: what a PDF keeps free for it.</summary>
    public const int Largest = 12 * 1024;

    /// <summary>Signs with the seal's key. The answer is DER.</summary>
    public byte[] Sign(Sm2PrivateKey key)
    {
        var signed = ToBeSigned();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            writer.WriteOctetString(Seal.Signer.Bytes);
            writer.WriteObjectIdentifier(Sm2Certificate.Sm2WithSm3);
            writer.WriteBitString(key.Sign(signed));
        }
        return writer.Encode();
    }

    /// <summary>Reads a sealing and checks everything that stands in it: the signature with a key that the seal names, the seal by its maker's signature, the signer's certificate by its maker.</summary>
    /// <exception cref="CryptographicException">It is none, or one of the signatures does not hold.</exception>
    public static SealSignature Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var whole = new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence();
            var signed = whole.ReadEncodedValue();
            var certificate = whole.ReadOctetString();
            var algorithm = whole.ReadObjectIdentifier();
            var signature = whole.ReadBitString(out _);
            var content = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
            if (content.ReadInteger() != Version)
            {
                throw new CryptographicException("This sealing is of another version than 4.");
            }
            var seal = SealRecord.Read(content.ReadEncodedValue().ToArray());
            var at = content.ReadGeneralizedTime();
            var digest = content.ReadBitString(out _);
            var property = content.ReadCharacterString(UniversalTagNumber.IA5String);
            if (!certificate.AsSpan().SequenceEqual(seal.Signer.Bytes) || !seal.Signer.IsSignedBy(seal.Maker.PublicKey))
            {
                throw new CryptographicException("Who signed is not whom the seal names.");
            }
            if (algorithm != Sm2Certificate.Sm2WithSm3 || !seal.Signer.PublicKey.Verify(signed.Span, signature))
            {
                throw new CryptographicException("The signature does not hold.");
            }
            return new(seal, at, digest, property);
        }
        catch (AsnContentException fault)
        {
            throw new CryptographicException("These bytes are no sealing (SES_Signature).", fault);
        }
    }

    private byte[] ToBeSigned()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            writer.WriteEncodedValue(Seal.Bytes);
            writer.WriteGeneralizedTime(At, omitFractionalSeconds: true);
            writer.WriteBitString(DataDigest);
            writer.WriteCharacterString(UniversalTagNumber.IA5String, Property);
        }
        return writer.Encode();
    }
}
