using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Rehearsal;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Contracts;

/// <summary>Checks packs and rehearses their golden timelines; for those who write them.</summary>
public static class Packs
{
    /// <summary>Everything that is wrong with the pack in a folder; empty when it may be published.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static PackReport Check(string folder, IReadOnlyDictionary<string, string>? parameters = null)
    {
        var pack = PackLoader.Load(new FolderPackFiles(folder), parameters);
        return new(pack.Title.ToString(), [.. pack.Matters.Select(m => m.Matter)], pack.Errors);
    }

    /// <summary>Runs cases/*.yaml of the pack in a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<TimelineResult> Rehearse(string folder, WorkCalendar calendar) => Timelines.Run(new FolderPackFiles(folder), calendar);
}

/// <param name="Matters">Empty when there are errors.</param>
public sealed record PackReport(string Title, IReadOnlyList<Matter> Matters, IReadOnlyList<PackError> Errors);

/// <summary>What came of one golden timeline.</summary>
/// <param name="File">Path within the pack.</param>
/// <param name="Title">What it tells.</param>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="Differences">What was expected and not found, with the place; empty when all went as told.</param>
public sealed record TimelineResult(string File, string Title, int Steps, IReadOnlyList<string> Differences)
{
    public bool Passed => Differences.Count == 0;
}
