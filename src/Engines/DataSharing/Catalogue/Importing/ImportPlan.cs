using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Catalogue.Importing;

/// <summary>Something wrong in a file, where a person finds it.</summary>
/// <param name="Row">As a spreadsheet counts: the headings are 1. Of a DCAT file the place of the data set, from 1.</param>
/// <param name="Column">The heading.</param>
/// <param name="Written">What stands there.</param>
/// <param name="Fault">What to do about it; its field is the heading.</param>
internal sealed record CellFault(long Row, string Column, string Written, Fault Fault);

/// <summary>What becomes of a resource when the file is taken over.</summary>
internal enum ImportChange
{
    New,
    Changed,
    Unchanged,

    /// <summary>It was withdrawn, and the file brings it back.</summary>
    Returned,
}

/// <summary>A resource of a file.</summary>
/// <param name="Row">Where it begins.</param>
/// <param name="Seen">Number of the description on which the change rests; 0 for none.</param>
internal sealed record ImportLine(long Row, Description Description, ImportChange Change, int Seen);

/// <summary>What a file says and would do.</summary>
/// <param name="Lines">Empty when there are faults: a file is taken over whole or not at all.</param>
internal sealed record ImportPlan(IReadOnlyList<ImportLine> Lines, IReadOnlyList<CellFault> Faults)
{
    public int Count(ImportChange change) => Lines.Count(l => l.Change == change);

    public bool IsIdle => Lines.All(l => l.Change == ImportChange.Unchanged);
}

/// <summary>A plan that waits for its person to confirm it, or was confirmed.</summary>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="ConfirmedAt">Null while it waits.</param>
internal sealed record KeptImport(string Id, string Person, string Office, string Name, string Hash, DateTimeOffset At, DateTimeOffset? ConfirmedAt, IReadOnlyList<ImportLine> Lines);
