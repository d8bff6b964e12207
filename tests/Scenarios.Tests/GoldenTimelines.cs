using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>Every story of every pack goes as it is told.</summary>
public class GoldenTimelines
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "packs");

    public static TheoryData<string> PackNames() => [.. Directory.GetFiles(Folder, "pack.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, Path.GetDirectoryName(f)!)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(PackNames))]
    public void The_stories_go_as_told(string pack)
    {
        var folder = Path.Combine(Folder, pack);
        Assert.Empty(Packs.Check(folder).Errors);

        var told = Packs.Rehearse(folder, WorkCalendar.Shipped);

        Assert.Empty(told.SelectMany(t => t.Differences.Select(d => $"{t.File}: {d}")));
        Assert.True(told.Sum(t => t.Steps) > 0 || told.Count == 0);
    }

    [Fact]
    public void Project_approval_is_told_in_at_least_twelve_stories() =>
        Assert.True(Packs.Rehearse(Path.Combine(Folder, "project-approval"), WorkCalendar.Shipped).Count(t => t.Passed) >= 12);
}
