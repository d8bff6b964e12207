using Microsoft.AspNetCore.Components;
using Zhuangjin.Certificates.Checking;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Print;

namespace Zhuangjin.Certificates.Holding;

/// <summary>One certificate, whole, for its holder and its issuer.</summary>
public sealed partial class CertificatePage
{
    [Parameter, EditorRequired] public object Answer { get; set; } = null!;

    /// <summary>Bytes of the PDF.</summary>
    [Parameter] public long PdfSize { get; set; }

    /// <summary>The address within the QR code.</summary>
    [Parameter, EditorRequired] public string CheckHref { get; set; } = "";

    [Parameter] public bool MayRevoke { get; set; }

    [Parameter] public bool IsHolder { get; set; }

    // Parameters of a component are public, the result is not.
    private CheckResult Result => (CheckResult)Answer;

    private Certificate Shown => Result.Certificate!;

    private QrMark Mark => field ??= QrMark.Of(CheckHref);
}
