using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Brings many cases of one matter from a sheet (CSV in UTF-8 or GB 18030, or Excel): applications taken in on paper, or old cases of an earlier register.</summary>
/// <remarks>First the sheet is kept and its columns are matched; then every row is checked, and nothing is entered while one asks; then sound rows become cases, each under the digest of
/// the sheet and its row, so that an import that was cut off, or a sheet that comes twice, makes no case twice.</remarks>
public interface IImports
{
    /// <summary>Keeps a sheet, guesses which column is what, and checks all rows.</summary>
    /// <exception cref="InvalidInputException">It is no sheet, is empty, or has too many rows.</exception>
    Task<Import> BeginAsync(Actor actor, string matterKey, ImportKind kind, string fileName, Stream content, CancellationToken cancel = default);

    /// <summary>Says which column is what, and checks all rows anew.</summary>
    /// <param name="columns">Target ("form.name", "applicant.code") → heading of the column.</param>
    Task<Import> MatchAsync(Actor actor, string id, IReadOnlyDictionary<string, string> columns, CancellationToken cancel = default);

    /// <summary>Enters the sound rows; goes on by itself after a stop of the node.</summary>
    Task<Import> RunAsync(Actor actor, string id, CancellationToken cancel = default);

    Task<Import?> FindAsync(Actor actor, string id, CancellationToken cancel = default);

    /// <summary>The actor's imports, newest first.</summary>
    Task<IReadOnlyList<Import>> MineAsync(Actor actor, CancellationToken cancel = default);

    /// <summary>What is wrong, in order of rows.</summary>
    /// <param name="most">How many faults at most.</param>
    Task<IReadOnlyList<ImportFault>> FaultsAsync(Actor actor, string id, int most, CancellationToken cancel = default);

    /// <summary>The faulty rows as they were, with what is wrong beside each: to mend and to bring again (CSV).</summary>
    Task<byte[]> FaultyRowsAsync(Actor actor, string id, string language, CancellationToken cancel = default);

    /// <summary>What a column can be, in the order of the form.</summary>
    IReadOnlyList<ImportTarget> Targets(string matterKey, ImportKind kind);
}

public enum ImportKind
{
    /// <summary>New applications, taken in on paper: they begin today.</summary>
    Applications,

    /// <summary>Cases that ended in an earlier register: kept with their own dates, never worked on.</summary>
    OldCases,
}

public enum ImportStatus
{
    /// <summary>Columns matched, rows checked; waits for the word to enter them.</summary>
    Checked,
    Running,
    Finished,
}

/// <param name="Headings">Of the sheet, in order.</param>
/// <param name="Columns">Target → heading.</param>
/// <param name="Faulty">Rows that cannot be entered as they are.</param>
/// <param name="Done">Rows that are cases.</param>
public sealed record Import(
    string Id, string MatterKey, ImportKind Kind, string FileName, string Sha256, IReadOnlyList<string> Headings, IReadOnlyDictionary<string, string> Columns,
    ImportStatus Status, int Rows, int Faulty, int Done, DateTimeOffset At);

/// <param name="Row">Row of the sheet as spreadsheet programs number it: the heading is 1.</param>
/// <param name="Heading">The column; empty when the fault is of the whole row.</param>
public sealed record ImportFault(int Row, string Heading, Fault Fault);

/// <param name="Label">As the matter names it, or a text key for what every sheet has.</param>
public sealed record ImportTarget(string Key, Kernel.Text.LocalText? Label, string? TextKey, bool Required);
