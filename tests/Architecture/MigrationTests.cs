using Xunit;

namespace Zhuangjin.Architecture;

/// <summary>Two migrations with one number would stop every start; one that only one store has would part them.</summary>
public sealed class MigrationTests
{
    [Fact]
    public void Migrations_are_numbered_without_gaps_and_alike_for_both_stores()
    {
        var folders = Directory.GetDirectories(Path.Combine(House.Root, "src"), "Storage", SearchOption.AllDirectories).Concat(Directory.GetDirectories(Path.Combine(House.Root, "scenarios"), "Storage", SearchOption.AllDirectories))
            .Where(f => Directory.Exists(Path.Combine(f, "Sqlite")) && Directory.EnumerateFiles(Path.Combine(f, "Sqlite"), "*.sql").Any()).ToList();
        Assert.NotEmpty(folders);
        foreach (var folder in folders)
        {
            var sqlite = Names(Path.Combine(folder, "Sqlite"));
            Assert.Equal(sqlite, Names(Path.Combine(folder, "Postgres")));
            Assert.Equal(Enumerable.Range(1, sqlite.Count).Select(n => $"{n:000}"), sqlite.Select(n => n[..3]));
        }
    }

    private static List<string> Names(string folder) => [.. Directory.EnumerateFiles(folder, "*.sql").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
