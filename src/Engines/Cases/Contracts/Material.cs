using System.Collections.Immutable;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Contracts;

/// <summary>A paper that the applicant brings or the platform already has.</summary>
public sealed record Material
{
    public required string Key { get; init; }

    public required LocalText Title { get; init; }

    public LocalText? Hint { get; init; }

    /// <summary>Type of the certificate that serves as this material when the applicant holds a valid one.</summary>
    public string? FromCertificate { get; init; }

    /// <summary>False when only a certificate will do.</summary>
    public bool MayUpload { get; init; } = true;

    /// <summary>Accepted kinds: "pdf", "png", "jpeg", "ofd", "docx", "xlsx".</summary>
    public ImmutableArray<string> Accept { get; init; } = ["pdf", "png", "jpeg"];

    public bool Required { get; init; } = true;

    /// <summary>Expression over the form; the material is asked for only while it is true.</summary>
    public string? When { get; init; }

    /// <summary>容缺: may be promised and brought within this limit; the result is withheld until it is there.</summary>
    public Limit? DeferWithin { get; init; }
}
