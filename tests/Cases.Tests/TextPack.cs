using Zhuangjin.Cases.Contracts;
using Zhuangjin.Cases.Definitions;
using Zhuangjin.Cases.Rehearsal;
using Zhuangjin.Kernel.Time;
using Xunit;

namespace Zhuangjin.Cases.Tests;

/// <summary>A pack written in the test itself: one matter and one story.</summary>
internal sealed class TextPack(string matter, string? story = null) : IPackFiles
{
    private const string Head = """
        pack: my-pack
        version: "2022.8"
        title: 试验
        matters: [matters/my-matter.yaml]
        checks: [name-is-free]
        """;

    public string Name => "my-pack";

    public IReadOnlyList<string> Paths => story is null ? ["pack.yaml", "matters/my-matter.yaml"] : ["pack.yaml", "matters/my-matter.yaml", "cases/story.yaml"];

    public string? Read(string path) => path switch
    {
        "pack.yaml" => Head,
        "matters/my-matter.yaml" => matter,
        "cases/story.yaml" => story,
        _ => null,
    };

    /// <summary>Plays the story; fails with every difference.</summary>
    public static void Tell(string matter, string story)
    {
        var result = Assert.Single(Timelines.Run(new TextPack(matter, story), WorkCalendar.Shipped));
        Assert.True(result.Passed, string.Join("\n", result.Differences));
        Assert.True(result.Steps > 0);
    }

    public static IReadOnlyList<PackError> Mistakes(string matter) => PackLoader.Load(new TextPack(matter)).Errors;
}
