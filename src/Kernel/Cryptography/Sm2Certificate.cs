using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>An X.509 certificate (RFC 5280, GB/T 20518) over an SM2 key, signed with SM2 and SM3: says whose key it is and how long.</summary>
public sealed record Sm2Certificate(byte[] Bytes, string Subject, Sm2PublicKey PublicKey, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>SM2 signature with SM3 (GM/T 0006-2012).</summary>
    public const string Sm2WithSm3 = "1.2.156.10197.1.501";

    private const string CommonName = "2.5.4.3";
    private const string OrganisationName = "2.5.4.10";
    private const string Country = "2.5.4.6";
    private const string BasicConstraints = "2.5.29.19";
    private const string KeyUsage = "2.5.29.15";

    /// <summary>Makes a certificate.</summary>
    /// <param name="name">Whose key it is (CN).</param>
    /// <param name="organisation">The organisation that he belongs to (O).</param>
    /// <param name="issuerName">CN of who signs; equal to <paramref name="name"/>, with the key's own <paramref name="issuer"/>, for a root.</param>
    /// <param name="authority">Whether the key may sign other certificates; otherwise it signs documents.</param>
    public static Sm2Certificate Issue(string name, string organisation, Sm2PublicKey key, string issuerName, string issuerOrganisation, Sm2PrivateKey issuer, DateTimeOffset from, DateTimeOffset until, bool authority)
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new(TagClass.ContextSpecific, 0)))
            {
                writer.WriteInteger(2);
            }
            writer.WriteInteger(serial);
            WriteAlgorithm(writer);
            WriteName(writer, issuerName, issuerOrganisation);
            using (writer.PushSequence())
            {
                WriteTime(writer, from);
                WriteTime(writer, until);
            }
            WriteName(writer, name, organisation);
            writer.WriteEncodedValue(key.ToSpki());
            using (writer.PushSequence(new(TagClass.ContextSpecific, 3)))
            using (writer.PushSequence())
            {
                WriteExtensions(writer, authority);
            }
        }
        var signed = writer.Encode();
        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEncodedValue(signed);
            WriteAlgorithm(whole);
            whole.WriteBitString(issuer.Sign(signed));
        }
        return Read(whole.Encode());
    }

    /// <exception cref="CryptographicException">It is no certificate over an SM2 key.</exception>
    public static Sm2Certificate Read(byte[] bytes)
    {
        try
        {
            var signed = new AsnReader(bytes, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            signed.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadIntegerBytes();
            signed.ReadIntegerBytes();
            signed.ReadSequence();
            signed.ReadSequence();
            var validity = signed.ReadSequence();
            var (from, until) = (ReadTime(validity), ReadTime(validity));
            return new(bytes, ReadName(signed.ReadSequence()), Sm2PublicKey.FromSpki(signed.ReadEncodedValue().Span), from, until);
        }
        catch (AsnContentException fault)
        {
            throw new CryptographicException("These bytes are no X.509 certificate.", fault);
        }
    }

    /// <summary>Whether this key signed the certificate.</summary>
    public bool IsSignedBy(Sm2PublicKey issuer)
    {
        var whole = new AsnReader(Bytes, AsnEncodingRules.DER).ReadSequence();
        var signed = whole.ReadEncodedValue();
        return whole.ReadSequence().ReadObjectIdentifier() == Sm2WithSm3 && issuer.Verify(signed.Span, whole.ReadBitString(out _));
    }

    public string ToPem() => PemEncoding.WriteString("CERTIFICATE", Bytes) + "\n";

    /// <inheritdoc/>
    public bool Equals(Sm2Certificate? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Sm3.Hash(Bytes));

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Sm2WithSm3);
        }
    }

    private static void WriteName(AsnWriter writer, string name, string organisation)
    {
        using (writer.PushSequence())
        {
            WritePart(writer, Country, "CN", UniversalTagNumber.PrintableString);
            WritePart(writer, OrganisationName, organisation, UniversalTagNumber.UTF8String);
            WritePart(writer, CommonName, name, UniversalTagNumber.UTF8String);
        }
    }

    private static void WritePart(AsnWriter writer, string kind, string value, UniversalTagNumber tag)
    {
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(kind);
            writer.WriteCharacterString(tag, value);
        }
    }

    private static string ReadName(AsnReader name)
    {
        var common = "";
        while (name.HasData)
        {
            var part = name.ReadSetOf().ReadSequence();
            var kind = part.ReadObjectIdentifier();
            var value = part.PeekTag().TagValue == (int)UniversalTagNumber.PrintableString ? part.ReadCharacterString(UniversalTagNumber.PrintableString) : part.ReadCharacterString(UniversalTagNumber.UTF8String);
            common = kind == CommonName ? value : common;
        }
        return common;
    }

    private static void WriteExtensions(AsnWriter writer, bool authority)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(BasicConstraints);
            writer.WriteBoolean(true);
            var value = new AsnWriter(AsnEncodingRules.DER);
            using (value.PushSequence())
            {
                if (authority)
                {
                    value.WriteBoolean(true);
                }
            }
            writer.WriteOctetString(value.Encode());
        }
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(KeyUsage);
            writer.WriteBoolean(true);
            var value = new AsnWriter(AsnEncodingRules.DER);
            // keyCertSign; or digitalSignature and nonRepudiation.
            value.WriteBitString(authority ? [0x04] : [0xC0], authority ? 2 : 6);
            writer.WriteOctetString(value.Encode());
        }
    }

    /// <summary>UTCTime up to 2049, as RFC 5280 asks for.</summary>
    private static void WriteTime(AsnWriter writer, DateTimeOffset at)
    {
        if (at.UtcDateTime.Year < 2050)
        {
            writer.WriteUtcTime(at, 2049);
        }
        else
        {
            writer.WriteGeneralizedTime(at, omitFractionalSeconds: true);
        }
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().TagValue == (int)UniversalTagNumber.UtcTime ? reader.ReadUtcTime(2049) : reader.ReadGeneralizedTime();
}
