using CsCheck;
using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests;

public sealed class RecordIndexTests
{
    private static readonly Item[] Items =
    [
        new("id", new("号", "id"), ItemType.Text, Identifies: true),
        new("n", new("数", "n"), ItemType.Integer),
        new("on", new("日", "on"), ItemType.Date),
        new("at", new("时", "at"), ItemType.Instant),
        new("amount", new("额", "amount"), ItemType.Decimal, 18, 2),
        new("yes", new("是", "yes"), ItemType.Flag),
        new("name", new("名", "name"), ItemType.Text),
    ];

    [Fact]
    public void Every_record_is_found_with_each_value_in_its_one_text()
    {
        using var folder = new TestFolder();
        var shard = Shard(folder.Path, "SELECT CASE WHEN i % 10 = 9 THEN NULL ELSE 'K' || (i // 2) END AS id, i AS n, DATE '2022-08-16' + i::INTEGER AS \"on\", " +
            "TIMESTAMP '2022-08-16 02:00:00.5' + to_days(i::INTEGER) AS at, (i / 100)::DECIMAL(18, 2) AS amount, i % 2 = 0 AS yes, CASE WHEN i % 3 = 0 THEN NULL ELSE '示例·' || i || repeat('长', (i % 70)::INTEGER) END AS name FROM range(5000) t(i)");
        var path = Path.Combine(folder.Path, "x.records");
        using (var duck = DuckSession.Open(folder.Path, threads: 1, memory: 256L << 20))
        {
            RecordFile.Write(duck, [shard], Items, "id", path);
        }
        using var index = RecordIndex.Open(path, "id");
        Assert.Equal(5000, index.Rows);
        for (var i = 0; i < 5000; i += 2)
        {
            // Of every ten rows the last has no key, so that the pair before it has lost one.
            Assert.Equal(i % 10 == 8 ? [$"{i}"] : [$"{i}", $"{i + 1}"], index.Find($"K{i / 2}", 10).Select(r => r[1]!));
        }
        Assert.Equal(["K1", "2", "2022-08-18", "2022-08-18T02:00:00.500000Z", "0.02", "true", "示例·2长长"], index.Find("K1", 10)[0]);
        Assert.Null(index.Find("K0", 10)[0][6]);
        Assert.Single(index.Find("K1", 1));
        Assert.Empty(index.Find("K2500", 10));
        Assert.Empty(index.Find("", 10));
    }

    [Fact]
    public void Whatever_the_keys_are_it_answers_as_a_dictionary_does()
    {
        using var folder = new TestFolder();
        using var duck = DuckSession.Open(folder.Path, threads: 1, memory: 256L << 20);
        Gen.Select(Gen.String[Gen.Char["aé中\"'\\ "], 0, 20].Array[1, 60], Gen.Int).Sample((keys, n) =>
        {
            var values = string.Join(", ", keys.Select((k, i) => $"({Sql.Literal(k)}, {i})"));
            var shard = Shard(folder.Path, $"SELECT * FROM (VALUES {values}) t(id, n)");
            var path = Path.Combine(folder.Path, Path.GetRandomFileName());
            RecordFile.Write(duck, [shard], Items[..2], "id", path);
            using var index = RecordIndex.Open(path, "id");
            foreach (var group in keys.Select((k, i) => (k, i)).GroupBy(x => x.k, StringComparer.Ordinal))
            {
                Assert.Equal(group.Select(x => $"{x.i}"), index.Find(group.Key, 100).Select(r => r[1]!));
            }
        }, iter: 40, threads: 1);
    }

    private static string Shard(string folder, string question)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName() + ".parquet");
        using var duck = DuckSession.Open(folder, threads: 1, memory: 256L << 20);
        duck.Run($"COPY ({question}) TO {Sql.Literal(path)} (FORMAT parquet)");
        return path;
    }
}
