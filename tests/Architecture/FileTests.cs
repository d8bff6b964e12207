using Xunit;

namespace Zhuangjin.Architecture;

/// <summary>Small rooms, and nothing of a machine in them.</summary>
public sealed class FileTests
{
    private const int MostLines = 400;

    [Fact]
    public void A_file_is_read_in_five_minutes()
    {
        var long_ = House.Files(".cs", ".razor").Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => (Name: Path.GetRelativePath(House.Root, f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > MostLines);
        Found.Nothing(long_.Select(f => $"{f.Name}: {f.Lines} lines"));
    }

    [Fact]
    public void No_folder_is_a_drawer_for_everything()
    {
        string[] drawers = ["Helpers", "Utils", "Managers", "Common", "Shared", "Misc"];
        var found = House.Files(".cs", ".razor").Select(f => Path.GetRelativePath(House.Root, f)).Where(f => f.Split('/').Any(drawers.Contains));
        Found.Nothing(found);
    }

    [Fact]
    public void Every_engine_says_its_promise()
    {
        var without = Directory.EnumerateDirectories(Path.Combine(House.Root, "src", "Engines")).Where(d => !File.Exists(Path.Combine(d, "README.md"))).Select(d => Path.GetFileName(d));
        Found.Nothing(without);
    }

    [Fact]
    public void Every_decision_is_listed()
    {
        var folder = Path.Combine(House.Root, "docs", "adr");
        var index = File.ReadAllText(Path.Combine(folder, "README.md"));
        var unlisted = Directory.EnumerateFiles(folder, "0*.md").Select(f => Path.GetFileName(f)!).Where(f => !index.Contains(f, StringComparison.Ordinal));
        Found.Nothing(unlisted);
    }
}
