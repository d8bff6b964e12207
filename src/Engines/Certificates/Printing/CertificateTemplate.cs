using Zhuangjin.Print.Pdf;

namespace Zhuangjin.Certificates.Printing;

/// <summary>How a kind of certificate looks. An unknown key gets the plain one.</summary>
/// <param name="Accent">Colour of borders and headings.</param>
/// <param name="Tint">Ground of the labels.</param>
internal sealed record CertificateTemplate(string Key, Ink Accent, Ink Tint)
{
    private static readonly CertificateTemplate Plain = new("plain", new(0x4a, 0x3f, 0x78), new(0xf3, 0xf1, 0xf8));

    private static readonly CertificateTemplate[] Known =
    [
        new("real-estate", new(0x96, 0x1f, 0x2b), new(0xfa, 0xf3, 0xe9)),
        new("survey-result", new(0x1b, 0x54, 0x7c), new(0xee, 0xf4, 0xf8)),
        new("acceptance-opinion", new(0x17, 0x63, 0x52), new(0xee, 0xf6, 0xf2)),
    ];

    public static CertificateTemplate Of(string key) => Known.FirstOrDefault(t => t.Key == key) ?? Plain;

    /// <summary>Key of the text that names the holder.</summary>
    public string HolderText => $"certificates.print.holder.{Key}";

    /// <summary>Key of the words within the seal.</summary>
    public string SealText => $"certificates.print.seal.{Key}";
}
