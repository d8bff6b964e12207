using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Parameters;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>The recommended curve of GB/T 32918.5-2017, 256 bits.</summary>
internal static class Sm2Curve
{
    private static readonly X9ECParameters Parameters = GMNamedCurves.GetByOid(GMObjectIdentifiers.sm2p256v1);

    public static ECDomainParameters Domain { get; } = new ECNamedDomainParameters(GMObjectIdentifiers.sm2p256v1, Parameters);
}
