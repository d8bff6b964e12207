using Xunit;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Rehearsal;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Tests;

/// <summary>Every story of every scenario goes as it is told. (验收即交证 has its own: its stories are shown one by one.)</summary>
public class AllPacks
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "packs");

    public static TheoryData<string> Folders() =>
    [
        .. Directory.EnumerateFiles(Root, "pack.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, Path.GetDirectoryName(f)!)).Where(f => f != "acceptance-certificate").Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Its_stories_go_as_told(string folder)
    {
        var results = Timelines.Run(new FolderPackFiles(Path.Combine(Root, folder)), WorkCalendar.Shipped);

        Assert.True(results.Count >= 12, $"{folder} tells {results.Count} stories; a scenario tells twelve at least.");
        Assert.All(results, r => Assert.True(r.Passed && r.Steps > 0, $"{r.File}: {string.Join("\n", r.Differences)}"));
    }
}
