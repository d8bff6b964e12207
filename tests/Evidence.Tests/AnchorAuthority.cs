using System.Diagnostics;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>How a time-stamp authority answers.</summary>
internal enum Manner
{
    Honest,
    WrongImprint,
    WrongNonce,
    Refusing,
    Garbage,
    HttpError,
    Silent,
}

/// <summary>A time-stamp authority made of OpenSSL: certificates and signatures are OpenSSL's, so that our verifier is not checked against itself.</summary>
/// <remarks>`openssl ts` 3.0 cannot sign with SM2 ("signing not supported for this key type"); for SM2 the token's frame is written here and OpenSSL signs it.</remarks>
internal sealed class AnchorAuthority : IDisposable
{
    private const string Settings = """
        [req]
        distinguished_name = dn
        prompt = no
        [dn]
        CN = unused
        [ca]
        basicConstraints = critical, CA:TRUE
        keyUsage = critical, keyCertSign, cRLSign
        [tsa_certificate]
        basicConstraints = critical, CA:FALSE
        keyUsage = critical, digitalSignature
        extendedKeyUsage = critical, timeStamping
        [tsa]
        default_tsa = one
        [one]
        serial = serial
        default_policy = 1.2.3.4.1
        digests = sha256, sm3
        ess_cert_id_alg = sha256
        """;

    private readonly TestFolder _folder = new();
    private readonly bool _sm2;

    /// <param name="days">Validity of the authority's certificate; negative for one that has expired.</param>
    public AnchorAuthority(bool sm2 = false, int days = 365)
    {
        _sm2 = sm2;
        File.WriteAllText(_folder.File("openssl.cnf"), Settings);
        File.WriteAllText(_folder.File("serial"), "01\n");
        string[] digest = sm2 ? ["-sm3"] : ["-sha256"];
        string[] own = sm2 ? ["-sigopt", "distid:1234567812345678"] : [];
        foreach (var key in (string[])["ca.key", "tsa.key"])
        {
            OpenSsl(sm2 ? ["genpkey", "-algorithm", "SM2", "-out", key] : ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key]);
        }
        OpenSsl(["req", "-x509", "-new", "-key", "ca.key", .. digest, .. own, "-days", "3650", "-subj", "/CN=Test Root CA", "-config", "openssl.cnf", "-extensions", "ca", "-out", "ca.pem"]);
        OpenSsl(["req", "-new", "-key", "tsa.key", .. digest, .. own, "-subj", "/CN=Test TSA", "-config", "openssl.cnf", "-out", "tsa.csr"]);
        string[] verifying = sm2 ? ["-vfyopt", "distid:1234567812345678"] : [];
        OpenSsl(["x509", "-req", "-in", "tsa.csr", .. verifying, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", .. digest, .. own, "-days", days.ToString(),
            "-extfile", "openssl.cnf", "-extensions", "tsa_certificate", "-out", "tsa.pem"]);
    }

    public string CertificateFile => _folder.File("ca.pem");

    public Manner Manner { get; set; }

    /// <summary>The answer to a question in DER.</summary>
    public async Task<byte[]> AnswerAsync(byte[] question)
    {
        switch (Manner)
        {
            case Manner.Garbage:
                return "<html>Bad gateway</html>"u8.ToArray();
            case Manner.WrongImprint:
                return Stamp(Query(SHA256.HashData("something else"u8)));
            case Manner.WrongNonce:
                return Stamp(Query(Imprint(question)));
            case Manner.Refusing:
                return Refusal();
            case Manner.Silent:
                await Task.Delay(Timeout.Infinite);
                return [];
            default:
                return Stamp(question);
        }
    }

    /// <summary>`openssl ts -verify` over a stored answer, as an outsider would run it; OpenSSL's own words.</summary>
    public string VerifyWithOpenSsl(byte[] answer, byte[] text)
    {
        File.WriteAllBytes(_folder.File("stored.tsr"), answer);
        File.WriteAllBytes(_folder.File("stored.txt"), text);
        return OpenSsl("ts", "-verify", "-in", "stored.tsr", "-data", "stored.txt", "-CAfile", "ca.pem");
    }

    private byte[] Query(byte[] digest)
    {
        OpenSsl("ts", "-query", "-digest", Convert.ToHexStringLower(digest), _sm2 ? "-sm3" : "-sha256", "-cert", "-out", "own.tsq");
        return File.ReadAllBytes(_folder.File("own.tsq"));
    }

    private byte[] Stamp(byte[] question)
    {
        if (_sm2)
        {
            return StampWithSm2(question);
        }
        File.WriteAllBytes(_folder.File("question.tsq"), question);
        OpenSsl("ts", "-reply", "-config", "openssl.cnf", "-section", "one", "-queryfile", "question.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key", "-sha256", "-out", "answer.tsr");
        return File.ReadAllBytes(_folder.File("answer.tsr"));
    }

    private static byte[] Imprint(byte[] question)
    {
        var request = new AsnReader(question, AsnEncodingRules.DER).ReadSequence();
        request.ReadInteger();
        var imprint = request.ReadSequence();
        imprint.ReadSequence();
        return imprint.ReadOctetString();
    }

    private static byte[] Refusal()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteInteger(2); // rejection
        }
        return writer.Encode();
    }

    private byte[] StampWithSm2(byte[] question)
    {
        const string signedData = "1.2.840.113549.1.7.2", timeStampInfo = "1.2.840.113549.1.9.16.1.4", sm3 = "1.2.156.10197.1.401", sm2WithSm3 = "1.2.156.10197.1.501";
        var request = new AsnReader(question, AsnEncodingRules.DER).ReadSequence();
        request.ReadInteger();
        var imprint = request.ReadEncodedValue().ToArray();
        var nonce = request.ReadInteger();
        var certificate = X509CertificateLoader.LoadCertificate(PemEncoding.TryFind(File.ReadAllText(_folder.File("tsa.pem")), out var pem)
            ? Convert.FromBase64String(File.ReadAllText(_folder.File("tsa.pem"))[pem.Base64Data]) : []).RawData;

        var info = Sequence(w =>
        {
            w.WriteInteger(1);
            w.WriteObjectIdentifier("1.2.3.4.1");
            w.WriteEncodedValue(imprint);
            w.WriteInteger(7);
            w.WriteGeneralizedTime(TimeProvider.System.GetUtcNow(), omitFractionalSeconds: true);
            w.WriteInteger(nonce);
        });
        byte[][] attributes =
        [
            Attribute("1.2.840.113549.1.9.3", w => w.WriteObjectIdentifier(timeStampInfo)),
            Attribute("1.2.840.113549.1.9.4", w => w.WriteOctetString(Sm3.Hash(info))),
            // signingCertificateV2 with its default hash, SHA-256
            Attribute("1.2.840.113549.1.9.16.2.47", w => w.WriteEncodedValue(Sequence(s => s.WriteEncodedValue(Sequence(c => c.WriteEncodedValue(Sequence(i => i.WriteOctetString(SHA256.HashData(certificate))))))))),
        ];
        var signature = SignWithSm2(Set(w => Array.ForEach(attributes, a => w.WriteEncodedValue(a))));
        var (issuer, serial) = IssuerAndSerial(certificate);
        var signer = Sequence(w =>
        {
            w.WriteInteger(1);
            w.WriteEncodedValue(Sequence(i =>
            {
                i.WriteEncodedValue(issuer);
                i.WriteInteger(serial);
            }));
            w.WriteEncodedValue(Sequence(a => a.WriteObjectIdentifier(sm3)));
            using (w.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                Array.ForEach(attributes, a => w.WriteEncodedValue(a));
            }
            w.WriteEncodedValue(Sequence(a => a.WriteObjectIdentifier(sm2WithSm3)));
            w.WriteOctetString(signature);
        });
        return Sequence(response =>
        {
            response.WriteEncodedValue(Sequence(status => status.WriteInteger(0)));
            response.WriteEncodedValue(Sequence(content =>
            {
                content.WriteObjectIdentifier(signedData);
                using (content.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    content.WriteEncodedValue(Sequence(data =>
                    {
                        data.WriteInteger(3);
                        data.WriteEncodedValue(Set(d => d.WriteEncodedValue(Sequence(a => a.WriteObjectIdentifier(sm3)))));
                        data.WriteEncodedValue(Sequence(e =>
                        {
                            e.WriteObjectIdentifier(timeStampInfo);
                            using (e.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                            {
                                e.WriteOctetString(info);
                            }
                        }));
                        using (data.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
                        {
                            data.WriteEncodedValue(certificate);
                        }
                        data.WriteEncodedValue(Set(s => s.WriteEncodedValue(signer)));
                    }));
                }
            }));
        });
    }

    private byte[] SignWithSm2(byte[] message)
    {
        File.WriteAllBytes(_folder.File("message"), message);
        OpenSsl("pkeyutl", "-sign", "-rawin", "-digest", "sm3", "-inkey", "tsa.key", "-pkeyopt", "distid:1234567812345678", "-in", "message", "-out", "signature");
        return File.ReadAllBytes(_folder.File("signature"));
    }

    private static (byte[] Issuer, System.Numerics.BigInteger Serial) IssuerAndSerial(byte[] certificate)
    {
        var body = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        body.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        var serial = body.ReadInteger();
        body.ReadSequence();
        return (body.ReadEncodedValue().ToArray(), serial);
    }

    private static byte[] Attribute(string type, Action<AsnWriter> value) => Sequence(w =>
    {
        w.WriteObjectIdentifier(type);
        w.WriteEncodedValue(Set(value));
    });

    private static byte[] Sequence(Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            content(writer);
        }
        return writer.Encode();
    }

    private static byte[] Set(Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            content(writer);
        }
        return writer.Encode();
    }

    private string OpenSsl(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var words = output + error.GetAwaiter().GetResult();
        return process.ExitCode == 0 ? words : throw new InvalidOperationException($"openssl {string.Join(' ', arguments)}: {words}");
    }

    public void Dispose() => _folder.Dispose();
}
