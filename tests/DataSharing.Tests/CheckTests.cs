using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Npgsql;
using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests;

/// <summary>Every check four times: as the reference says it, by the kernels, by DuckDB's SQL and by PostgreSQL's. They must agree on every set of rows.</summary>
public sealed class CheckTests(SharedCluster cluster)
{
    private static readonly DateOnly Today = new(2022, 8, 16);

    /// <summary>One rule of every check and condition.</summary>
    private const string Every = """
        resource: a.b
        rules:
        - {id: C1, dim: completeness, item: name, check: present}
        - {id: C2, dim: completeness, item: phone, check: present, when: {item: sex, is: ['1', '2']}}
        - {id: V1, dim: validity, item: name, check: length, min: 2, most: 4}
        - {id: V2, dim: validity, item: sex, check: one_of, values: ['1', '2', '未知的性别代码']}
        - {id: V3, dim: validity, item: division, check: begins_with, values: ['4502', '柳']}
        - {id: V4, dim: validity, item: phone, check: digits}
        - {id: V5, dim: validity, item: phone, check: mobile_phone}
        - {id: V6, dim: validity, item: id_no, check: cn_id_well_formed}
        - {id: V7, dim: validity, item: id_no, check: cn_id_check_digit}
        - {id: V8, dim: validity, item: id_no, check: cn_id_check_digit, when: well_formed, max: 0.1%}
        - {id: V9, dim: consistency, item: id_no, check: cn_id_birth_date, other: born_on}
        - {id: VA, dim: consistency, item: id_no, check: cn_id_sex, other: sex}
        - {id: VB, dim: validity, item: employer, check: credit_code}
        - {id: VC, dim: validity, item: division, check: division}
        - {id: VD, dim: validity, item: capital, check: between, min: 0, most: 1000.5}
        - {id: VE, dim: validity, item: phone, check: between, min: 10, when: present}
        - {id: VF, dim: validity, item: born_on, check: day_between, from: 1900-01-01, to: 2022-08-16}
        - {id: VG, dim: timeliness, item: born_on, check: not_in_future}
        - {id: VH, dim: timeliness, item: updated_on, check: fresh_within, days: 30}
        - {id: VI, dim: consistency, item: born_on, check: not_after, other: updated_on}
        - {id: VJ, dim: consistency, item: name, check: same_as, other: division}
        - {id: VK, dim: timeliness, item: seen, check: not_in_future}
        - {id: X1, dim: consistency, item: employer, exists_in: ent.base.uscc}
        - {id: U1, dim: uniqueness, key: [id_no], max: 0}
        - {id: U2, dim: uniqueness, key: [name, phone], when: {item: sex, is: '1'}}
        """;

    private static readonly string[] Items = ["id_no", "name", "sex", "phone", "division", "employer", "born_on", "updated_on", "seen", "capital"];

    [Fact]
    public async Task Four_ways_to_say_a_check_agree()
    {
        var cancel = TestContext.Current.CancellationToken;
        var set = RuleReader.Read("every.yaml", Every);
        using var folder = new TestFolder();
        await using var postgres = NpgsqlDataSource.Create(Connection(await cluster.Cluster.CreateDatabaseAsync()));
        var tables = new List<Row[]>();
        Rows.Array[0, 60].Sample(tables.Add, iter: 8, threads: 1);
        foreach (var rows in tables.Prepend(Planted()))
        {
            var codes = new HashSet<string>(["91450200MA5PABCD0X", "91450200MA00000018", ""], StringComparer.Ordinal);
            var expected = new Reference(Today, new Dictionary<ItemPath, HashSet<string>> { [new("ent.base", "uscc")] = codes }).Run(set, rows);

            var (one, two, ent) = (Path.Combine(folder.Path, "1.parquet"), Path.Combine(folder.Path, "2.parquet"), Path.Combine(folder.Path, "e.parquet"));
            using (var duck = DuckSession.Open(folder.Path, threads: 2, memory: 256L << 20))
            {
                duck.Run($"COPY (SELECT * FROM ({Values(rows.Take(rows.Length / 2))})) TO {Sql.Literal(one)} (FORMAT parquet)");
                duck.Run($"COPY (SELECT * FROM ({Values(rows.Skip(rows.Length / 2))})) TO {Sql.Literal(two)} (FORMAT parquet)");
                duck.Run($"COPY (SELECT * FROM (VALUES {string.Join(", ", codes.Select(c => $"({Sql.Literal(c)})"))}) t(uscc)) TO {Sql.Literal(ent)} (FORMAT parquet)");
                var told = new SqlCheck(SqlWords.DuckDb, Columns, Targets(Sql.Shards([ent])), Today);
                Same(expected, duck.Ask(told.Histogram(set, Sql.Shards([one, two])), r => (Convert.ToInt64(r.GetValue(0), CultureInfo.InvariantCulture), r.GetInt64(1), Enumerable.Range(2, set.Rules.Length).Select(i => r.GetInt64(i)).ToArray())), "DuckDB");
            }
            var shards = new CheckedRows(folder.Path, [Sql.Shards([one]), Sql.Shards([two])], Columns);
            var targets = new Dictionary<ItemPath, CheckedRows> { [new("ent.base", "uscc")] = new(folder.Path, [Sql.Shards([ent])], new Dictionary<string, Stored> { ["uscc"] = Stored.Text }) };
            // Keys that share a hash, and no room to remember broken rows: each must be noticed and not change the answer.
            (KeyCode Code, long KeyMemory)[] ways = [(KeyCode.Strong, 64L << 20), (new(1), 64L << 20), (KeyCode.Strong, 0), (new(0), 0)];
            foreach (var (code, room) in ways)
            {
                var run = new CheckRun(set, shards, Today, targets, threads: 2) { ExampleItem = "id_no", Code = code, KeyMemory = room };
                var found = await run.RunAsync(cancel: cancel);
                Assert.Equal(expected.Rows, found.Rows);
                Assert.Equal(expected.Applied, found.Applied);
                Assert.Equal(expected.Histogram.OrderBy(h => h.Key), found.Histogram.OrderBy(h => h.Key));
                Assert.All(Enumerable.Range(0, set.Rules.Length), n => Assert.Equal(Math.Min(found.Failed(n), CheckRun.MostExamples), run.Examples[n].Count));
                // Uniqueness of one item, as its own last rule, is judged in the scan by exact codes.
                var turned = new RuleSet(set.Resource, [.. set.Rules.Reverse()]);
                var back = new CheckRun(turned, shards, Today, targets, threads: 2) { ExampleItem = "id_no", Code = code, KeyMemory = room };
                var mirrored = await back.RunAsync(cancel: cancel);
                Assert.All(Enumerable.Range(0, set.Rules.Length), n => Assert.Equal(expected.Failed(n), mirrored.Failed(set.Rules.Length - 1 - n)));
                Assert.Equal(expected.Histogram.Values.Order(), mirrored.Histogram.Values.Order());
                Assert.All(Enumerable.Range(0, set.Rules.Length), n => Assert.Equal(Math.Min(mirrored.Failed(n), CheckRun.MostExamples), back.Examples[n].Count));
                Assert.Subset(Repeated(rows).ToHashSet(), back.Examples[1].ToHashSet());
            }

            await using (var create = postgres.CreateCommand($"DROP TABLE IF EXISTS rows; CREATE TABLE rows AS {Values(rows)}; DROP TABLE IF EXISTS codes; CREATE TABLE codes (uscc text); INSERT INTO codes VALUES {string.Join(", ", codes.Select(c => $"({Sql.Literal(c)})"))}"))
            {
                await create.ExecuteNonQueryAsync(cancel);
            }
            var asked = new SqlCheck(SqlWords.PostgreSql, Columns, Targets("codes"), Today);
            await using var command = postgres.CreateCommand(asked.Histogram(set, "rows"));
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var answers = new List<(long, long, long[])>();
            while (await reader.ReadAsync(cancel))
            {
                answers.Add((reader.GetInt64(0), reader.GetInt64(1), [.. Enumerable.Range(2, set.Rules.Length).Select(reader.GetInt64)]));
            }
            Same(expected, answers, "PostgreSQL");
        }
    }

    [Theory]
    [InlineData("resource: a\nrules:\n- {id: A, dim: validity, item: x, check: presence}", 3, "no check 'presence'")]
    [InlineData("resource: a\nrules:\n- {id: A, dim: beauty, item: x, check: present}", 3, "'beauty' is not known")]
    [InlineData("resource: a\nrules:\n- {id: A, dim: validity, item: x, check: present, colour: red}", 3, "Nobody knows the key 'colour'")]
    [InlineData("resource: a\nrules:\n- {id: A, dim: validity, item: x, check: present, max: many}", 3, "'many' is neither")]
    [InlineData("resource: a\nrules:\n- {id: A, dim: validity, item: x, exists_in: nowhere}", 3, "names no item")]
    [InlineData("resource: a\nrules: [", 3, "no well-formed YAML")]
    [InlineData("resource: a\nrules: []", 1, "There are no rules")]
    public void A_wrong_file_is_told_with_line_and_remedy(string text, int line, string message)
    {
        var fault = Assert.Single(Assert.Throws<RuleFileException>(() => RuleReader.Read("r.yaml", text)).Faults);
        Assert.Equal(line, fault.Line);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void A_key_set_holds_every_key_and_no_other()
    {
        Gen.String.Array[0, 300].Sample(keys =>
        {
            var bytes = keys.Select(System.Text.Encoding.UTF8.GetBytes).ToList();
            var (half, set) = (bytes.Take(bytes.Count / 2).ToList(), new KeySet());
            half.ForEach(k => set.Add(k));
            var known = half.Select(Convert.ToHexString).ToHashSet();
            Assert.Equal(known.Count, set.Count);
            Assert.All(bytes, k => Assert.Equal(known.Contains(Convert.ToHexString(k)), set.Contains(k)));
        }, iter: 200);
    }

    /// <summary>Identity numbers that occur more than once, said plainly.</summary>
    private static IEnumerable<string> Repeated(IEnumerable<Row> rows) => rows.Select(r => r.Text("id_no")).OfType<string>().GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key);

    private static Gen<T> One<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Connection(string address)
    {
        var (host, name) = (address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..address.LastIndexOf(':')], address[(address.LastIndexOf('/') + 1)..]);
        return $"Host={Uri.UnescapeDataString(host)};Username=zhuangjin;Database={name}";
    }

    private static IReadOnlyDictionary<string, Stored> Columns { get; } = Items.ToDictionary(i => i, i => i switch { "born_on" => Stored.Date, "seen" => Stored.Instant, "capital" => Stored.Number, _ => Stored.Text });

    private static Dictionary<ItemPath, (string Table, string Column)> Targets(string table) => new() { [new("ent.base", "uscc")] = (table, "uscc") };

    private static void Same(CheckResult expected, IEnumerable<(long Mask, long Rows, long[] Applied)> answers, string who)
    {
        var groups = answers.ToList();
        Assert.Equal(expected.Histogram.OrderBy(h => h.Key), groups.Select(g => KeyValuePair.Create((ulong)g.Mask, g.Rows)).OrderBy(h => h.Key));
        Assert.True(expected.Applied.SequenceEqual(Enumerable.Range(0, expected.Applied.Length).Select(n => groups.Sum(g => g.Applied[n]))), who + " applies a rule to other rows: " + string.Join(' ', expected.Applied) + " / " + string.Join(' ', Enumerable.Range(0, expected.Applied.Length).Select(n => groups.Sum(g => g.Applied[n]))));
    }

    private static string Values(IEnumerable<Row> rows)
    {
        var literals = rows.Select(r => "(" + string.Join(", ", Items.Select(i => Literal(i, r))) + ")").ToList();
        var typed = string.Join(", ", Items.Select(i => $"CAST({i} AS {(i switch { "born_on" => "DATE", "seen" => "TIMESTAMP", "capital" => "DECIMAL(18, 2)", _ => "VARCHAR" })}) AS {i}"));
        return literals.Count == 0
            ? $"SELECT {typed} FROM (VALUES ({string.Join(", ", Items.Select(_ => "NULL"))})) t({string.Join(", ", Items)}) WHERE 1 = 0"
            : $"SELECT {typed} FROM (VALUES {string.Join(", ", literals)}) t({string.Join(", ", Items)})";
    }

    private static string Literal(string item, Row row) => item == "seen"
        ? row.Day("seen") is { } day ? $"'{new DateOnly(1970, 1, 1).AddDays(day):yyyy-MM-dd} 23:59:59'" : "NULL"
        : item == "born_on" ? row.Day("born_on") is { } born ? $"'{new DateOnly(1970, 1, 1).AddDays(born):yyyy-MM-dd}'" : "NULL"
        : row.Text(item) is { } text ? Sql.Literal(text) : "NULL";

    private static readonly Gen<string?> Texts = Gen.OneOf(
        Gen.Const((string?)null),
        One<string?>("", " ", "   ", "1", "2", "3", "450202", "450200", "459999", "柳州市", "柳", "a'b", "未知的性别代码", "13800000000", "1380000000", "12345678901", "0772-1234567", "12.5", "-3", "+7", "1e3", "示例一", "示例一二三四"),
        One<string?>("45020219880808001X", "450202198808080010", "450202198802300018", "450202189912310014", "15位号码不是十八位", "450202880808001", "44010119900307001x", "六个汉字号码"),
        One<string?>("91450200MA5PABCD0X", "91450200MA00000018", "91450200MA00000017", "91450200MAO0000018", "2022-08-16", "2022-08-17", "2022-02-30", "2010-01-01", "20220816", "not a date"));

    private static readonly Gen<int?> DaysGen = Gen.OneOf(Gen.Const((int?)null), One(Days.Of(new(1988, 8, 8)), Days.Of(new(1990, 3, 7)), Days.Of(Today), Days.Of(Today) + 1, Days.Of(new(1899, 12, 31)), Days.Of(new(2099, 1, 1))).Select(d => (int?)d));

    private static readonly Gen<Row> Rows = Gen.Select(Texts.Array[8], DaysGen, DaysGen, Gen.OneOf(Gen.Const((double?)null), One(-0.01, 0, 1000.5, 1000.51, 3).Select(n => (double?)n)))
        .Select((texts, born, seen, capital) => new Row(texts, born, seen, capital));

    private static Row[] Planted() =>
    [
        new(["45020219880808001X", "居民", "1", "13800000000", "450202", "91450200MA5PABCD0X", "2022-08-16", null], Days.Of(new(1988, 8, 8)), Days.Of(Today), 3),
        new(["45020219880808001X", "居民", "1", "13800000000", "450202", "91450200MA5PABCD0X", "2022-07-17", null], Days.Of(new(1988, 8, 8)), Days.Of(Today), 3),
        new(["45020219880808001X", "居民", "2", "13800000000", "450202", "91450200MA5PABCD0X", "2022-07-16", null], Days.Of(new(1988, 8, 9)), Days.Of(Today) + 1, -1),
    ];

    private sealed record Row(string?[] Texts, int? Born, int? Seen, double? Capital) : IRow
    {
        public string? Text(string item) => item switch
        {
            "born_on" => Born is { } b ? Date(b) : null,
            "seen" => Seen is { } s ? Date(s) + " 23:59:59" : null,
            "capital" => Capital?.ToString("0.00", CultureInfo.InvariantCulture),
            _ => Texts[Array.IndexOf(Items, item)],
        };

        public double? Number(string item) => item == "capital" ? Capital
            : Text(item) is not { } text ? null
            : double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

        public int? Day(string item) => item == "born_on" ? Born : item == "seen" ? Seen
            : Text(item) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Days.Of(day) : Days.Unreadable;

        private static string Date(int day) => new DateOnly(1970, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
