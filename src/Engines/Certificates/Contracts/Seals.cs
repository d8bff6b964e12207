using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Certificates.Contracts;

/// <summary>Whether a seal may be used.</summary>
public enum SealState
{
    Active,

    /// <summary>For the time being not to be used; may be resumed.</summary>
    Suspended,

    /// <summary>Out of force for good.</summary>
    Revoked,
}

/// <summary>An electronic seal (电子印章, after GB/T 38540-2020) of a unit, with an SM2 key of its own that lies in the key vault.</summary>
/// <param name="Number">Six digits of the division and seven of the sequence.</param>
/// <param name="Kind">"official", "service", "approval", "contract" or "finance".</param>
/// <param name="UnitPath">The unit's path in the tree of organisations, when it stands there: its staff who issue certificates may use the seal.</param>
/// <param name="Version">Grows by one with each renewal; each has a key of its own.</param>
/// <param name="ValidUntil">Last day.</param>
/// <param name="Uses">How often it was used.</param>
public sealed record Seal(
    string Id,
    string Number,
    string Kind,
    string Name,
    string UnitPartyId,
    string UnitName,
    string UnitCode,
    string? UnitPath,
    string MakerOrganisationId,
    string MakerPath,
    SealState Status,
    long Version,
    DateOnly ValidFrom,
    DateOnly ValidUntil,
    long Uses,
    DateTimeOffset MadeAt);

/// <summary>What shall be made. Who orders has checked that the unit may have it.</summary>
/// <param name="Unit">Whose seal it is.</param>
/// <param name="Name">What is cut around it, such as the unit's full name.</param>
/// <param name="Years">How long it is valid.</param>
/// <param name="Source">What it rests on (the registration certificate's id); the same source gives the same seal.</param>
public sealed record SealOrder(Party Unit, string Name, string Kind, string MakerOrganisationId, string Division, int Years, string Source);

/// <summary>What a sealing is for; both are kept with the use.</summary>
/// <param name="Purpose">"approval", "certificate", "notice", "proof", "contract" or "other".</param>
/// <param name="Subject">The paper and its number, in words: "关于……的批复 百审批〔2022〕15号".</param>
public sealed record SealPurpose(string Purpose, string Subject);

/// <summary>A sealing that was made and recorded.</summary>
/// <param name="Signature">SES_Signature of GB/T 38540, DER.</param>
/// <param name="Pdf">The sealed PDF; null where a digest was sealed.</param>
public sealed record Sealing(string UseId, string SealNumber, DateTimeOffset At, string Digest, byte[] Signature, byte[]? Pdf);

/// <summary>The answers of a check of a sealing, told apart.</summary>
public enum SealAnswer
{
    /// <summary>Unchanged, and the seal was in force at the instant of sealing.</summary>
    Valid,

    /// <summary>Unchanged, but the seal was suspended, revoked or out of date at that instant.</summary>
    NotInForce,

    /// <summary>What is shown is not what was sealed.</summary>
    Altered,

    /// <summary>It bears no seal, or one that this platform has not made.</summary>
    Unknown,
}

/// <param name="At">Instant of sealing; null when it cannot be told.</param>
/// <param name="Then">Status of the seal at that instant.</param>
/// <param name="Seal">The seal as it is now; null when unknown.</param>
public sealed record SealCheck(SealAnswer Answer, DateTimeOffset? At, SealState? Then, Seal? Seal, string? UseId, SealPurpose? Purpose);

/// <summary>Electronic seals: made, used, suspended, resumed, renewed, revoked, checked. Each use is an event of its own in the log.</summary>
public interface ISeals
{
    /// <summary>Makes a seal and its key. The same source gives the same seal.</summary>
    Task<Seal> MakeAsync(SealOrder order, CancellationToken cancel = default);

    Task<Seal?> FindAsync(string idOrNumber, CancellationToken cancel = default);

    /// <summary>The seal that rests on a registration certificate; null while it is not made.</summary>
    Task<Seal?> BySourceAsync(string source, CancellationToken cancel = default);

    /// <summary>Seals a PDF: a picture on a page, and a signature over the whole file as it was.</summary>
    /// <exception cref="Kernel.Faults.DeniedException">The actor does not keep this seal.</exception>
    /// <exception cref="Kernel.Faults.ConflictException">The seal is suspended, revoked or out of date.</exception>
    /// <exception cref="Kernel.Faults.InvalidInputException">No purpose, or the file is no PDF that can be sealed.</exception>
    Task<Sealing> SealPdfAsync(Actor actor, string idOrNumber, SealPurpose purpose, byte[] pdf, SealPlace place, CancellationToken cancel = default);

    /// <summary>Seals data that stay with the asker, by their SM3 digest (64 hexadecimal digits).</summary>
    /// <inheritdoc cref="SealPdfAsync"/>
    Task<Sealing> SealDigestAsync(Actor actor, string idOrNumber, SealPurpose purpose, string digest, CancellationToken cancel = default);

    /// <summary>Stops a seal for the time being: the unit itself, or who made it.</summary>
    Task SuspendAsync(Actor actor, string idOrNumber, string reason, CancellationToken cancel = default);

    /// <summary>Puts a suspended seal into force again; who made it.</summary>
    Task ResumeAsync(Actor actor, string idOrNumber, string reason, CancellationToken cancel = default);

    /// <summary>Takes a seal out of force for good; who made it.</summary>
    Task RevokeAsync(Actor actor, string idOrNumber, string reason, CancellationToken cancel = default);

    /// <summary>A new key and a new time of validity under the same number; who made it. What was sealed before stays checkable.</summary>
    Task<Seal> RenewAsync(Actor actor, string idOrNumber, int years, string reason, CancellationToken cancel = default);

    /// <summary>Checks each seal of a PDF, in the order of sealing; one answer "unknown" when it bears none of ours.</summary>
    Task<IReadOnlyList<SealCheck>> CheckPdfAsync(byte[] pdf, CancellationToken cancel = default);

    /// <summary>Checks a sealing of a digest.</summary>
    Task<SealCheck> CheckDigestAsync(string digest, byte[] signature, CancellationToken cancel = default);
}

/// <param name="Page">From 1; beyond the last means the last.</param>
/// <param name="X">Centre from the left edge as a share of the width.</param>
/// <param name="Y">Centre from the upper edge as a share of the height.</param>
public sealed record SealPlace(int Page, double X, double Y)
{
    /// <summary>Last page, lower right: where letters bear their seal.</summary>
    public static readonly SealPlace Usual = new(int.MaxValue, 0.74, 0.78);
}

/// <summary>Figures that a demo shows as samples: seals that nobody can use, with counts of uses that no single records stand behind. Pages say so.</summary>
public interface ISealSamples
{
    /// <summary>Adds them once; a second call with the same samples adds nothing.</summary>
    Task AddAsync(string makerOrganisationId, string division, IReadOnlyList<SealSample> samples, CancellationToken cancel = default);
}

/// <param name="Unit">Name of an invented unit.</param>
/// <param name="Uses">Number of uses by day.</param>
public sealed record SealSample(string Unit, string Kind, DateOnly Since, IReadOnlyList<(DateOnly Day, long Uses)> Uses);
