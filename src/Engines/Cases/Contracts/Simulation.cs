using System.Collections.Immutable;

namespace Zhuangjin.Cases.Contracts;

/// <summary>模拟审批: a project whose conditions are not all there (land not yet granted) is reviewed as if they were. The result binds nobody, is watermarked,
/// and is converted into the formal one exactly once, when what was lacking has been brought.</summary>
/// <param name="Lacking">Keys of the materials that may be awaited.</param>
public sealed record SimulationRule(ImmutableArray<string> Lacking);

/// <summary>The office that runs the case has checked that what was brought agrees with what was reviewed, and makes the simulated result the formal one.</summary>
public sealed record ConvertSimulation(string? Remark = null) : CaseCommand;

/// <summary>All have agreed while something is still awaited: a result without legal effect.</summary>
public sealed record SimulatedResultGiven(string? Remark) : CaseEvent;

/// <summary>From here on the case is a formal one.</summary>
public sealed record SimulationConverted(string? Remark) : CaseEvent;

/// <param name="GivenAt">When the simulated result was given; null before, and for a case that became formal before it came to that.</param>
/// <param name="ConvertedAt">Null while the case is simulated.</param>
public sealed record SimulationState(DateTimeOffset? GivenAt, DateTimeOffset? ConvertedAt);
