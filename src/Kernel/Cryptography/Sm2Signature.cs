namespace Zhuangjin.Kernel.Cryptography;

/// <summary>How the two numbers r and s of an SM2 signature are written.</summary>
public enum Sm2SignatureFormat
{
    /// <summary>ASN.1 SEQUENCE of two INTEGERs, 70 to 72 bytes (GM/T 0009-2012): what OpenSSL and certificates use.</summary>
    Der,

    /// <summary>r and s of 32 bytes each, one after the other.</summary>
    Raw,
}

/// <summary>The signer's distinguishing identifier that enters the digest (GB/T 32918.2-2016, 5.5).</summary>
public static class Sm2UserId
{
    /// <summary>The identifier that GM/T 0009-2012 sets for all cases without another agreement.</summary>
    public const string Default = "1234567812345678";
}
