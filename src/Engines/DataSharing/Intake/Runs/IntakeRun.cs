using Zhuangjin.DataSharing.Intake.Reading;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.DataSharing.Intake.Runs;

/// <summary>What a file is to the data that stand.</summary>
internal enum IntakeMode
{
    /// <summary>All data: what the file does not hold is not in the next version.</summary>
    Full,

    /// <summary>New and changed rows: by the resource's key they replace or join the newest version's.</summary>
    Increment,
}

internal enum IntakeState
{
    Waiting,
    Running,
    Done,

    /// <summary>Too many rows were bad, or none was good: nothing was published.</summary>
    Refused,

    /// <summary>The file cannot be read to its end.</summary>
    Failed,
}

/// <summary>A file on its way to a version.</summary>
/// <param name="File">SHA-256 of the stored file.</param>
/// <param name="Shape">How the file is written, as it was found out.</param>
/// <param name="Guessed">Headings that were written otherwise, with the items that they were taken for.</param>
/// <param name="Person">Id of who brought it.</param>
/// <param name="Line">Last line that is safe.</param>
/// <param name="Bytes">How far in the file the reading has come; less than its size where the format tells no place.</param>
/// <param name="Version">Number of the version that it became.</param>
/// <param name="Mends">The run whose bad rows this file brings mended.</param>
internal sealed record IntakeRun(
    string Id,
    string Resource,
    int Description,
    IntakeMode Mode,
    string File,
    string Name,
    long Size,
    FileShape Shape,
    IReadOnlyList<IReadOnlyList<string>> Guessed,
    IntakeState State,
    string Person,
    string Office,
    string OfficePath,
    DateTimeOffset BegunAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    long Rows,
    long Kept,
    long Quarantined,
    long Line,
    long Bytes,
    int Chunks,
    IReadOnlyList<Fault> Faults,
    int? Version,
    string? Mends)
{
    /// <summary>Whether the file was written from a source's table.</summary>
    public bool IsFromTable { get; init; }

    /// <summary>Where the table's cursor stands once this run is published.</summary>
    public string? Cursor { get; init; }

    public bool IsOpen => State < IntakeState.Done;
}

/// <summary>A row that did not come in.</summary>
/// <param name="Line">As a person counts it: the headings are 1.</param>
/// <param name="Reasons">For each thing wrong the item's key ("" for the whole row) and the text key of the reason.</param>
/// <param name="Cells">As they stood in the file.</param>
internal sealed record BadRow(long Line, IReadOnlyList<BadValue> Reasons, IReadOnlyList<string> Cells);

internal sealed record BadValue(string Item, string Reason);
