using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.X509;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>The certificates that an operator trusts for a time-stamp authority.</summary>
internal static class AuthorityCertificates
{
    /// <summary>Reads a file with one or more certificates, PEM or DER.</summary>
    /// <exception cref="InvalidDataException">There is no such file, or no certificate in it.</exception>
    public static IReadOnlyList<X509Certificate> Load(string file)
    {
        try
        {
            var certificates = new X509CertificateParser().ReadCertificates(File.ReadAllBytes(file)).ToList();
            return certificates.Count > 0 ? certificates : throw new InvalidDataException($"There is no certificate in {file}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CertificateException)
        {
            throw new InvalidDataException($"The certificate of the time-stamp authority cannot be read: {e.Message}", e);
        }
    }
}
