using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;

namespace Zhuangjin.DataSharing.Quality.Mending;

/// <summary>An order to mend a dimension of a resource (整改).</summary>
/// <param name="Run">The run that found it.</param>
/// <param name="Due">Last day for the department.</param>
/// <param name="Draft">The prepared case; null before.</param>
/// <param name="CaseId">The case; null before it is open, or when no matter runs for it.</param>
/// <param name="Judged">What the department was last told about: data version, rule set, and the round in which it was told (0 for the opening).</param>
/// <param name="Passed">How it was closed: the data passed, or somebody ended the case; null while it is open.</param>
internal sealed record StoredMending(
    string Id,
    string Resource,
    Dimension Dimension,
    string Run,
    DateTimeOffset OpenedAt,
    DateOnly Due,
    string? Draft,
    string? CaseId,
    string? CaseNumber,
    MendingStage Stage,
    (int Version, int Rules, int Round) Judged,
    DateTimeOffset? ClosedAt,
    bool? Passed);
