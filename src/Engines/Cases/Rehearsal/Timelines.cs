using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Rehearsal;

/// <summary>Runs the golden timelines of a pack: commands at instants, and what the case must have become.</summary>
internal static class Timelines
{
    public const string Folder = "cases/";

    public static IReadOnlyList<TimelineResult> Run(IPackFiles files, WorkCalendar calendar) =>
        [.. files.Paths.Where(p => p.StartsWith(Folder, StringComparison.Ordinal) && p.EndsWith(".yaml", StringComparison.Ordinal)).Select(p => Run(files, p, calendar))];

    private static TimelineResult Run(IPackFiles files, string path, WorkCalendar calendar)
    {
        var reading = new PackReading();
        var timeline = TimelineReader.Read(reading, files, path);
        if (timeline is null || reading.Errors.Count > 0)
        {
            return new(path, timeline?.Title ?? "", 0, [.. reading.Errors.Select(e => e.ToString())]);
        }
        var pack = PackLoader.Load(files, timeline.Parameters);
        if (!pack.IsValid)
        {
            return new(path, timeline.Title, 0, [.. pack.Errors.Select(e => e.ToString())]);
        }
        if (pack.Matters.FirstOrDefault(m => m.Matter.Key == timeline.Matter) is not { } matter)
        {
            return new(path, timeline.Title, 0, [$"{path}: There is no matter '{timeline.Matter}' in the pack."]);
        }
        var stage = new Stage(matter, calendar, timeline);
        foreach (var step in timeline.Steps)
        {
            stage.Take(step);
        }
        return new(path, timeline.Title, timeline.Steps.Count, stage.Differences);
    }
}
