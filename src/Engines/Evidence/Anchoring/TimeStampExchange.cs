using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkix;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Store;
using System.Security.Cryptography;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>The answer of a time-stamp authority does not hold.</summary>
/// <param name="key">Text key of the reason.</param>
internal sealed class TimeStampRefusedException(string key, string detail, Exception? inner = null) : Exception($"{key}: {detail}", inner)
{
    public string Key => key;

    public string Detail => detail;
}

/// <summary>A verified time stamp.</summary>
/// <param name="Response">The whole answer in DER, as `openssl ts -verify -in` reads it.</param>
/// <param name="At">The authority's time.</param>
internal sealed record TimeStamp(byte[] Response, DateTimeOffset At, string SerialNumber, string Signer);

/// <summary>One question to a time-stamp authority and the judgement of its answer (RFC 3161, RFC 5816). Handles RSA and ECDSA with SHA-256, and SM2 with SM3.</summary>
/// <remarks>.NET's own Rfc3161TimestampToken knows no SM2, so BouncyCastle reads and verifies. Whether the authority's certificate was revoked is not asked:
/// the lists lie in networks that a government's server often cannot reach.</remarks>
internal sealed class TimeStampExchange
{
    private readonly TimeStampRequest _request;

    private TimeStampExchange(TimeStampRequest request) => _request = request;

    /// <summary>The question in DER.</summary>
    public byte[] Request => _request.GetEncoded();

    /// <param name="text">What is stamped: a checkpoint's text.</param>
    public static TimeStampExchange Of(ReadOnlySpan<byte> text, TimeStampDigest digest)
    {
        var nonce = RandomNumberGenerator.GetBytes(16);
        nonce[0] &= 0x7f;
        return new(Ask(text, digest, new(nonce)));
    }

    private static TimeStampRequest Ask(ReadOnlySpan<byte> text, TimeStampDigest digest, BigInteger? nonce)
    {
        var generator = new TimeStampRequestGenerator();
        generator.SetCertReq(true);
        return digest == TimeStampDigest.Sm3
            ? generator.Generate(Org.BouncyCastle.Asn1.GM.GMObjectIdentifiers.sm3.Id, Kernel.Cryptography.Sm3.Hash(text), nonce)
            : generator.Generate(TspAlgorithms.Sha256, SHA256.HashData(text), nonce);
    }

    /// <summary>Judges an answer: granted, to this question, signed by a certificate for time stamping that leads to one of <paramref name="authorities"/>.</summary>
    /// <exception cref="TimeStampRefusedException">It is not.</exception>
    public TimeStamp Judge(byte[] answer, IReadOnlyList<X509Certificate> authorities) => Judge(answer, _request, authorities);

    /// <summary>Judges a stored answer again: everything but the nonce, which is not kept.</summary>
    /// <exception cref="TimeStampRefusedException">It does not hold.</exception>
    public static TimeStamp JudgeAgain(byte[] answer, ReadOnlySpan<byte> text, TimeStampDigest digest, IReadOnlyList<X509Certificate> authorities) =>
        Judge(answer, Ask(text, digest, nonce: null), authorities);

    private static TimeStamp Judge(byte[] answer, TimeStampRequest request, IReadOnlyList<X509Certificate> authorities)
    {
        try
        {
            return JudgeParts(answer, request, authorities);
        }
        // The library tells malformed bytes by many kinds of exceptions, wherever it first looks at them; the bytes come from outside.
        catch (Exception e) when (e is not TimeStampRefusedException and not OutOfMemoryException)
        {
            throw new TimeStampRefusedException("evidence.anchor.fault.garbage", e.Message, e);
        }
    }

    private static TimeStamp JudgeParts(byte[] answer, TimeStampRequest request, IReadOnlyList<X509Certificate> authorities)
    {
        var response = new TimeStampResponse(answer);
        if (response.TimeStampToken is not { } token)
        {
            throw new TimeStampRefusedException("evidence.anchor.fault.not-granted", $"{response.Status} {response.GetStatusString()}".Trim());
        }
        Imprint(request, token);
        var signer = Signer(token);
        Signature(token, signer);
        Chain(token, signer, authorities);
        var info = token.TimeStampInfo;
        return new(answer, new DateTimeOffset(DateTime.SpecifyKind(info.GenTime, DateTimeKind.Utc)), info.SerialNumber.ToString(16), signer.SubjectDN.ToString());
    }

    private static void Imprint(TimeStampRequest request, TimeStampToken token)
    {
        var info = token.TimeStampInfo;
        if (info.MessageImprintAlgOid != request.MessageImprintAlgOid || !info.GetMessageImprintDigest().AsSpan().SequenceEqual(request.GetMessageImprintDigest()))
        {
            throw new TimeStampRefusedException("evidence.anchor.fault.imprint", Convert.ToHexStringLower(info.GetMessageImprintDigest()));
        }
        if (request.Nonce is { } nonce && !nonce.Equals(info.Nonce))
        {
            throw new TimeStampRefusedException("evidence.anchor.fault.nonce", info.Nonce?.ToString(16) ?? "-");
        }
    }

    private static X509Certificate Signer(TimeStampToken token) =>
        token.GetCertificates().EnumerateMatches(token.SignerID).FirstOrDefault()
        ?? throw new TimeStampRefusedException("evidence.anchor.fault.no-certificate", token.SignerID.Issuer?.ToString() ?? "-");

    /// <summary>The signature, the certificate's purpose, its validity at the stamped time, and that the token itself names this certificate (ESSCertID).</summary>
    private static void Signature(TimeStampToken token, X509Certificate signer)
    {
        var at = token.TimeStampInfo.GenTime;
        if (!signer.IsValid(at))
        {
            throw new TimeStampRefusedException("evidence.anchor.fault.expired", $"{signer.SubjectDN}, {signer.NotBefore:yyyy-MM-dd} – {signer.NotAfter:yyyy-MM-dd}");
        }
        try
        {
            token.Validate(signer);
        }
        catch (Exception e) when (e is TspException or CmsException or GeneralSecurityException or ArgumentException or InvalidOperationException)
        {
            throw new TimeStampRefusedException("evidence.anchor.fault.signature", e.Message, e);
        }
    }

    private static void Chain(TimeStampToken token, X509Certificate signer, IReadOnlyList<X509Certificate> authorities)
    {
        try
        {
            var parameters = new PkixBuilderParameters(new HashSet<TrustAnchor>(authorities.Select(a => new TrustAnchor(a, null))), new X509CertStoreSelector { Certificate = signer })
            {
                IsRevocationEnabled = false,
                Date = token.TimeStampInfo.GenTime,
            };
            parameters.AddStoreCert(CollectionUtilities.CreateStore([.. token.GetCertificates().EnumerateMatches(null), signer]));
            new PkixCertPathBuilder().Build(parameters);
        }
        catch (Exception e) when (e is PkixCertPathBuilderException or PkixCertPathValidatorException or GeneralSecurityException or ArgumentException)
        {
            throw new TimeStampRefusedException("evidence.anchor.fault.chain", signer.IssuerDN.ToString(), e);
        }
    }
}

/// <summary>With which hash an authority is asked.</summary>
internal enum TimeStampDigest
{
    Sha256,

    /// <summary>GB/T 32905, for authorities that sign with SM2 (GM/T 0033).</summary>
    Sm3,
}
