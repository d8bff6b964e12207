using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Certificates.Printing;

/// <summary>The address in the QR code: where anybody checks the certificate, with the beginning of its digest, so that a copied code does not fit another text.</summary>
internal sealed class CheckAddress(ModuleSettings settings, IEnumerable<IScanPage> pages)
{
    /// <summary>Digits of the digest in the code: 128 bits.</summary>
    public const int ShownDigits = 32;

    public string Site { get; } = settings.PublicAddress.ToString().TrimEnd('/');

    public string Of(string type, string certificateId, string digest) =>
        $"{Site}{pages.FirstOrDefault(p => p.Type == type)?.PathOf(certificateId) ?? "/verify/" + certificateId}?d={digest[..ShownDigits]}";
}
