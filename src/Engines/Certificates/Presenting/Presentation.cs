using System.Collections.Immutable;

namespace Zhuangjin.Certificates.Presenting;

internal enum PresentationState
{
    Open,
    Expired,
    Ended,
}

/// <summary>A certificate shown for one purpose and a time.</summary>
/// <param name="Fields">Keys of the fields that are shown; "holder" for the holder's name and code.</param>
internal sealed record Presentation(string Id, string CertificateId, string Purpose, ImmutableArray<string> Fields, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, string By, DateTimeOffset? EndedAt)
{
    public static string Stream(string id) => "presentation/" + id;

    public PresentationState StateAt(DateTimeOffset now) => EndedAt is not null ? PresentationState.Ended : now >= ExpiresAt ? PresentationState.Expired : PresentationState.Open;
}

/// <param name="Who">What the checker said of himself.</param>
/// <param name="Person">Id of his account; empty without one.</param>
internal sealed record PresentationLook(DateTimeOffset At, string Who, string Person);

/// <summary>A use of a certificate as the material of a matter.</summary>
internal sealed record CertificateTrace(string CaseId, string CaseNumber, string Matter, string Material, DateTimeOffset At);
