using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>A private key for SM2 signatures (GB/T 32918.2-2016, ISO/IEC 14888-3:2018). Immutable; usable by many threads.</summary>
public sealed class Sm2PrivateKey
{
    private const string PemLabel = "PRIVATE KEY";

    private readonly ECPrivateKeyParameters _key;

    private Sm2PrivateKey(ECPrivateKeyParameters key)
    {
        _key = key;
        PublicKey = new(new ECPublicKeyParameters(key.AlgorithmName, key.Parameters.G.Multiply(key.D).Normalize(), key.Parameters));
    }

    public Sm2PublicKey PublicKey { get; }

    public static Sm2PrivateKey Generate()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(Sm2Curve.Domain, new SecureRandom()));
        return new((ECPrivateKeyParameters)generator.GenerateKeyPair().Private);
    }

    /// <summary>The key with this secret number, 32 bytes.</summary>
    /// <exception cref="CryptographicException">The number is not within the curve's order.</exception>
    public static Sm2PrivateKey FromNumber(ReadOnlySpan<byte> number)
    {
        var d = new Org.BouncyCastle.Math.BigInteger(1, number);
        return d.SignValue > 0 && d.CompareTo(Sm2Curve.Domain.N.Subtract(Org.BouncyCastle.Math.BigInteger.One)) < 0
            ? new(new ECPrivateKeyParameters("EC", d, Sm2Curve.Domain))
            : throw new CryptographicException("This number is no SM2 private key.");
    }

    /// <param name="pkcs8">A PrivateKeyInfo (RFC 5208), unencrypted.</param>
    /// <exception cref="CryptographicException">It is no SM2 private key.</exception>
    public static Sm2PrivateKey FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        try
        {
            if (PrivateKeyFactory.CreateKey(pkcs8.ToArray()) is ECPrivateKeyParameters key && key.Parameters.Equals(Sm2Curve.Domain))
            {
                return new(new ECPrivateKeyParameters("EC", key.D, Sm2Curve.Domain));
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new CryptographicException("These bytes are no PKCS#8 private key.", fault);
        }
        throw new CryptographicException("This private key is not on the SM2 curve.");
    }

    /// <exception cref="CryptographicException">There is no SM2 private key in the text.</exception>
    public static Sm2PrivateKey FromPem(string pem) => FromPkcs8(Sm2Pem.Read(pem, PemLabel));

    public byte[] ToPkcs8() => PrivateKeyInfoFactory.CreatePrivateKeyInfo(_key).GetDerEncoded();

    public string ToPem() => PemEncoding.WriteString(PemLabel, ToPkcs8()) + "\n";

    /// <summary>Signs data of any length: the digest is SM3 over the signer's identity and the data.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data, Sm2SignatureFormat format = Sm2SignatureFormat.Der, string userId = Sm2UserId.Default)
    {
        var signer = new SM2Signer(Sm2PublicKey.Encoding(format));
        signer.Init(forSigning: true, new ParametersWithID(new ParametersWithRandom(_key, new SecureRandom()), System.Text.Encoding.UTF8.GetBytes(userId)));
        signer.BlockUpdate(data);
        return signer.GenerateSignature();
    }
}
