using Microsoft.AspNetCore.Components;
using Zhuangjin.Certificates.Checking;

namespace Zhuangjin.Certificates.Holding;

/// <summary>Certificates that a person holds or represents, or that an office issued.</summary>
public sealed partial class CertificateListPage
{
    [Parameter, EditorRequired] public object Found { get; set; } = null!;

    [Parameter] public bool Issued { get; set; }

    [Parameter] public string? NextHref { get; set; }

    [Parameter] public string? FirstHref { get; set; }

    // Parameters of a component are public, the results are not.
    private IReadOnlyList<CheckResult> Results => (IReadOnlyList<CheckResult>)Found;

    private string Words => Issued ? "certificates.issued" : "certificates.mine";
}
