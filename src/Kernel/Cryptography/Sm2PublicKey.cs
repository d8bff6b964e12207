using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>A public key for SM2 signatures. Immutable; usable by many threads.</summary>
public sealed class Sm2PublicKey
{
    private const string PemLabel = "PUBLIC KEY";

    private readonly ECPublicKeyParameters _key;

    internal Sm2PublicKey(ECPublicKeyParameters key)
    {
        _key = key;
    }

    /// <param name="point">A point of the curve: 65 bytes (04 ‖ x ‖ y) or 33 bytes compressed.</param>
    /// <exception cref="CryptographicException">It is no point of the curve.</exception>
    public static Sm2PublicKey FromPoint(ReadOnlySpan<byte> point)
    {
        try
        {
            return new(new ECPublicKeyParameters("EC", Sm2Curve.Domain.Curve.DecodePoint(point.ToArray()), Sm2Curve.Domain));
        }
        catch (ArgumentException fault)
        {
            throw new CryptographicException("These bytes are no point of the SM2 curve.", fault);
        }
    }

    /// <param name="spki">A SubjectPublicKeyInfo (RFC 5280).</param>
    /// <exception cref="CryptographicException">It is no SM2 public key.</exception>
    public static Sm2PublicKey FromSpki(ReadOnlySpan<byte> spki)
    {
        try
        {
            if (PublicKeyFactory.CreateKey(spki.ToArray()) is ECPublicKeyParameters key && key.Parameters.Equals(Sm2Curve.Domain))
            {
                return FromPoint(key.Q.GetEncoded(compressed: false));
            }
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or CryptographicException))
        {
            throw new CryptographicException("These bytes are no SubjectPublicKeyInfo.", fault);
        }
        throw new CryptographicException("This public key is not on the SM2 curve.");
    }

    /// <exception cref="CryptographicException">There is no SM2 public key in the text.</exception>
    public static Sm2PublicKey FromPem(string pem) => FromSpki(Sm2Pem.Read(pem, PemLabel));

    /// <summary>The uncompressed point, 65 bytes: 04 ‖ x ‖ y.</summary>
    public byte[] ToPoint() => _key.Q.GetEncoded(compressed: false);

    public byte[] ToSpki() => SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(_key).GetDerEncoded();

    public string ToPem() => PemEncoding.WriteString(PemLabel, ToSpki()) + "\n";

    /// <summary>Whether the signature is this key's over the data. Bytes that are no signature at all give false.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, Sm2SignatureFormat format = Sm2SignatureFormat.Der, string userId = Sm2UserId.Default)
    {
        var signer = new SM2Signer(Encoding(format));
        signer.Init(forSigning: false, new ParametersWithID(_key, System.Text.Encoding.UTF8.GetBytes(userId)));
        signer.BlockUpdate(data);
        return signer.VerifySignature(signature.ToArray());
    }

    internal static IDsaEncoding Encoding(Sm2SignatureFormat format) => format == Sm2SignatureFormat.Der ? StandardDsaEncoding.Instance : PlainDsaEncoding.Instance;
}
