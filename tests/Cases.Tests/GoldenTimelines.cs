using Xunit;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Rehearsal;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Cases.Tests;

/// <summary>Every story of the pack goes as it is told.</summary>
public class GoldenTimelines
{
    private static readonly Lazy<IReadOnlyList<TimelineResult>> Results = new(() => Packs.Rehearse(AcceptancePack.Folder, WorkCalendar.Shipped));

    public static TheoryData<string> Files() => [.. new FolderPackFiles(AcceptancePack.Folder).Paths.Where(p => p.StartsWith("cases/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_story_goes_as_told(string file)
    {
        var result = Results.Value.Single(r => r.File == file);

        Assert.True(result.Passed, string.Join("\n", result.Differences));
        Assert.True(result.Steps > 0);
    }

    [Fact]
    public void A_story_that_goes_otherwise_is_told_with_its_place()
    {
        var files = new PackWith("cases/00-wrong.yaml", """
            title: wrong
            matter: acceptance-certificate
            application: samples/application.yaml
            steps:
              - at: 2022-08-16 09:00
                do: submit
                expect: {phase: reviewing, due: {certificate: 2022-08-22}, events: [accepted]}
              - at: 2022-08-16 10:00
                do: accept
                refused: cases.fault.case-ended
            """);

        var result = Timelines.Run(files, WorkCalendar.Shipped).Single(r => r.Title == "wrong");

        Assert.Contains("cases/00-wrong.yaml:5 at 2022-08-16 09:00: phase: expected reviewing, found submitted", result.Differences);
        Assert.Contains("cases/00-wrong.yaml:5 at 2022-08-16 09:00: due of certificate: expected 2022-08-22, found 2022-08-20", result.Differences);
        Assert.Contains(result.Differences, d => d.Contains("events: expected accepted", StringComparison.Ordinal));
        Assert.Contains(result.Differences, d => d.Contains("but it was taken", StringComparison.Ordinal));
    }
}

/// <summary>The real pack with one file added or replaced.</summary>
internal sealed class PackWith(string path, string text) : IPackFiles
{
    private readonly FolderPackFiles _pack = new(AcceptancePack.Folder);

    public string Name => "pack";

    public IReadOnlyList<string> Paths => [.. _pack.Paths.Append(path).Distinct(StringComparer.Ordinal)];

    public string? Read(string wanted) => wanted == path ? text : _pack.Read(wanted);
}
