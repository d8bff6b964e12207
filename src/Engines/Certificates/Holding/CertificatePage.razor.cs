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

    /// <summary>Where it served as a material.</summary>
    [Parameter] public object Used { get; set; } = null!;

    /// <summary>When it was shown; for its holder only.</summary>
    [Parameter] public object Presented { get; set; } = null!;

    [Parameter] public bool IsStaff { get; set; }

    /// <summary>The certificate that took this one's place.</summary>
    [Parameter] public object? ReplacedBy { get; set; }

    /// <summary>The certificate whose place this one took.</summary>
    [Parameter] public object? Replaces { get; set; }

    /// <summary>Yearly checks.</summary>
    [Parameter] public object Inspected { get; set; } = null!;

    private List<Inspecting.Inspection> Inspections => (List<Inspecting.Inspection>)Inspected;

    private List<Presenting.CertificateTrace> Traces => (List<Presenting.CertificateTrace>)Used;

    private List<Presenting.Presentation> Presentations => (List<Presenting.Presentation>)Presented;

    // Parameters of a component are public, the result is not.
    private CheckResult Result => (CheckResult)Answer;

    private Certificate Shown => Result.Certificate!;

    private QrMark Mark => field ??= QrMark.Of(CheckHref);
}
