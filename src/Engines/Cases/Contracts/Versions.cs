using System.Collections.Immutable;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Cases.Contracts;

/// <summary>One version of a matter taking over.</summary>
/// <param name="Sequence">Number among the publications of the matter, from 1.</param>
/// <param name="BaseHash">Version of the pack that it rests on.</param>
/// <param name="Origin">"pack", "page", or "carried": a new pack with the tables that people had published.</param>
/// <param name="Person">Who published it; empty for packs.</param>
/// <param name="Tables">Keys of the decision tables that differ from the pack's, separated by commas.</param>
public sealed record PublishedVersion(string Matter, long Sequence, string Version, string Hash, string BaseHash, string Origin, DateTimeOffset At, string Person, string Reason, string Tables);

/// <param name="Running">Cases that are not decided yet.</param>
public sealed record VersionUse(string Version, long Cases, long Running);

/// <summary>Something of an application that would have come out otherwise.</summary>
/// <param name="What">What it is: a table's result, a field, an item, the fee.</param>
/// <param name="Kind">"result", "field", "item", "office", "fee", "material".</param>
/// <param name="Before">As shown; "+" and "-" for needed and not needed.</param>
public sealed record Otherwise(LocalText What, string Kind, string Before, string After);

/// <summary>A decided case that would have come out otherwise.</summary>
public sealed record PastCase(CaseState Case, IReadOnlyList<Otherwise> Differences);

/// <summary>A changed table before it is published: what is wrong with it, or which past cases would have come out otherwise.</summary>
/// <param name="Next">The matter as it would be published; null when the table is wrong.</param>
/// <param name="Looked">How many past cases were looked at.</param>
/// <param name="Others">Those that would have come out otherwise, the newest first.</param>
public sealed record TablePreview(Matter? Next, IReadOnlyList<TableFault> Faults, int Looked, IReadOnlyList<PastCase> Others);

/// <summary>What moving one running case to another version of its matter would mean.</summary>
/// <param name="Obstacles">Why it cannot be moved, all of them; empty when it can.</param>
/// <param name="Notes">What changes for the case, and what stays as it began.</param>
/// <param name="Form">Computed values that come out otherwise; an empty text takes one away.</param>
public sealed record MigrationPlan(ImmutableArray<Fault> Obstacles, ImmutableArray<Fault> Notes, ImmutableSortedDictionary<string, string> Form)
{
    public bool MayMove => Obstacles.IsEmpty;
}

/// <summary>A running case and what moving it would mean.</summary>
public sealed record PlannedMove(CaseState Case, MigrationPlan Plan);

/// <param name="Faults">Why it was not moved; empty when it was.</param>
public sealed record MovedCase(string CaseId, string Number, IReadOnlyList<Fault> Faults);
