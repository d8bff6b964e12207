using DuckDB.NET.Data;
using Xunit;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests;

/// <summary>What a session of the warehouse cannot do, tried in earnest.</summary>
public sealed class DuckSessionTests
{
    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("SELECT * FROM read_text('{folder}/../outside.txt')")]
    [InlineData("COPY (SELECT 1) TO '/tmp/zhuangjin-should-not-exist.csv'")]
    [InlineData("ATTACH '/tmp/zhuangjin-should-not-exist.duckdb' AS other")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SELECT * FROM 'https://example.com/data.parquet'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET allowed_directories = ['/']")]
    [InlineData("RESET allowed_directories")]
    [InlineData("SET memory_limit = '64GB'")]
    [InlineData("EXPORT DATABASE '/tmp/zhuangjin-should-not-exist'")]
    public void It_reaches_one_folder_and_nothing_else(string statement)
    {
        using var folder = new TestFolder();
        var inside = Path.Combine(folder.Path, "inside");
        Directory.CreateDirectory(inside);
        File.WriteAllText(Path.Combine(folder.Path, "outside.txt"), "secret");
        using var duck = DuckSession.Open(inside, threads: 1, memory: 128L << 20);
        Assert.ThrowsAny<DuckDBException>(() => duck.Ask(statement.Replace("{folder}", inside, StringComparison.Ordinal), r => r.GetValue(0)));
        Assert.Empty(Directory.EnumerateFileSystemEntries("/tmp", "zhuangjin-should-not-exist*"));
    }

    [Fact]
    public void Without_a_folder_it_reaches_no_file_at_all()
    {
        using var duck = DuckSession.Open(null, threads: 1, memory: 128L << 20);
        Assert.ThrowsAny<DuckDBException>(() => duck.Run("COPY (SELECT 1) TO 'here.parquet' (FORMAT parquet)"));
        Assert.Equal([42], duck.Ask("SELECT 42", r => r.GetInt32(0)));
    }
}
