using System.Formats.Asn1;
using System.Security.Cryptography;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Certificates.Seals.Structure;

/// <summary>An electronic seal as data (SESeal of GB/T 38540-2020, 6.1): what the seal is, its picture, and the keys that may sign with it, all signed by its maker (制章人).</summary>
/// <param name="Number">esID: the seal's number.</param>
/// <param name="Kind">property.type; 1 for the seal of a unit, as the standard's examples have it.</param>
/// <param name="Signer">The certificate of the key that signs with the seal; the seal carries the whole certificate (certListType 1).</param>
/// <param name="Picture">The seal's picture, SVG.</param>
/// <param name="Maker">The maker's certificate.</param>
internal sealed record SealRecord(
    string Number,
    int Kind,
    string Name,
    Sm2Certificate Signer,
    DateTimeOffset CreatedAt,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    byte[] Picture,
    Sm2Certificate Maker)
{
    private const string HeaderId = "ES";
    private const int Version = 4;
    private const string Vendor = "Zhuangjin";
    private const int WholeCertificates = 1;

    /// <summary>Millimetres on a side: official seals of counties and below measure 42 mm (国发〔1999〕25号).</summary>
    public const int Side = 42;

    /// <summary>The seal's bytes (DER).</summary>
    public byte[] Bytes { get; private init; } = [];

    /// <summary>Makes a seal: its information signed with the maker's key.</summary>
    public static SealRecord Make(SealRecord seal, Sm2PrivateKey maker)
    {
        var information = seal.Information();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(information);
            writer.WriteOctetString(seal.Maker.Bytes);
            writer.WriteObjectIdentifier(Sm2Certificate.Sm2WithSm3);
            writer.WriteBitString(maker.Sign(information));
        }
        return seal with { Bytes = writer.Encode() };
    }

    /// <summary>Reads a seal and checks its maker's signature with the certificate that it names; whether that maker is trusted is the caller's to say.</summary>
    /// <exception cref="CryptographicException">The bytes are no seal, or the signature does not hold.</exception>
    public static SealRecord Read(byte[] bytes)
    {
        try
        {
            var whole = new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence();
            var information = whole.ReadEncodedValue();
            var maker = Sm2Certificate.Read(whole.ReadOctetString());
            if (whole.ReadObjectIdentifier() != Sm2Certificate.Sm2WithSm3 || !maker.PublicKey.Verify(information.Span, whole.ReadBitString(out _)))
            {
                throw new CryptographicException("The seal is not what its maker signed.");
            }
            return ReadInformation(new AsnReader(information, AsnEncodingRules.DER).ReadSequence(), maker) with { Bytes = bytes };
        }
        catch (AsnContentException fault)
        {
            throw new CryptographicException("These bytes are no electronic seal (SESeal).", fault);
        }
    }

    private static SealRecord ReadInformation(AsnReader information, Sm2Certificate maker)
    {
        var header = information.ReadSequence();
        if (header.ReadCharacterString(UniversalTagNumber.IA5String) != HeaderId || header.ReadInteger() != Version)
        {
            throw new CryptographicException("This seal is of another version than 4.");
        }
        var number = information.ReadCharacterString(UniversalTagNumber.IA5String);
        var property = information.ReadSequence();
        var kind = (int)property.ReadInteger();
        var name = property.ReadCharacterString(UniversalTagNumber.UTF8String);
        if (property.ReadInteger() != WholeCertificates)
        {
            throw new CryptographicException("This seal names its signers by digest only.");
        }
        var signer = Sm2Certificate.Read(property.ReadSequence().ReadOctetString());
        var (created, from, until) = (property.ReadGeneralizedTime(), property.ReadGeneralizedTime(), property.ReadGeneralizedTime());
        var picture = information.ReadSequence();
        picture.ReadCharacterString(UniversalTagNumber.IA5String);
        return new(number, kind, name, signer, created, from, until, picture.ReadOctetString(), maker);
    }

    private byte[] Information()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, HeaderId);
                writer.WriteInteger(Version);
                writer.WriteCharacterString(UniversalTagNumber.IA5String, Vendor);
            }
            writer.WriteCharacterString(UniversalTagNumber.IA5String, Number);
            using (writer.PushSequence())
            {
                writer.WriteInteger(Kind);
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, Name);
                writer.WriteInteger(WholeCertificates);
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(Signer.Bytes);
                }
                writer.WriteGeneralizedTime(CreatedAt, omitFractionalSeconds: true);
                writer.WriteGeneralizedTime(ValidFrom, omitFractionalSeconds: true);
                writer.WriteGeneralizedTime(ValidUntil, omitFractionalSeconds: true);
            }
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, "SVG");
                writer.WriteOctetString(Picture);
                writer.WriteInteger(Side);
                writer.WriteInteger(Side);
            }
        }
        return writer.Encode();
    }
}
