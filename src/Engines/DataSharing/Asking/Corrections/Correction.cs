using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Asking.Corrections;

/// <summary>A difference between the pool and what somebody says of himself.</summary>
/// <param name="Version">Data version in which the known value stood.</param>
/// <param name="Code">Identity number or credit code of whom it is about.</param>
/// <param name="Outcome">Null while it is open.</param>
/// <param name="Answer">What the department says of it.</param>
internal sealed record Correction(
    string Id,
    ItemPath Item,
    int Version,
    string Code,
    string Known,
    string Given,
    string Ground,
    DateTimeOffset ReportedAt,
    DateTimeOffset? SettledAt,
    CorrectionOutcome? Outcome,
    string? Answer);
