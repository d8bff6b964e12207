using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Checking;

/// <summary>Reads files of rules and data, and runs the one on the other.</summary>
internal static class FileCheckRun
{
    public static async Task<FileCheckReport> RunAsync(string rules, string data, IReadOnlyDictionary<string, string> targets, DateOnly today, string? example, int threads, IProgress<long>? progress, CancellationToken cancel)
    {
        var set = await RulesAsync(rules, cancel);
        var found = Open(data);
        var lookups = set.Rules.Select(r => r.Check).OfType<Check.ExistsIn>().Select(c => c.Target).Distinct().ToDictionary(
            t => t,
            t => targets.TryGetValue(t.Resource, out var file) ? Open(file) : throw new InvalidDataException($"A rule looks {t} up. Name the file: --target {t.Resource}=FILE"));
        if (example is not null && !found.Columns.ContainsKey(example))
        {
            throw new InvalidDataException($"The data have no column '{example}'. They have {string.Join(", ", found.Columns.Keys)}.");
        }
        var run = new CheckRun(set, found, today, lookups, threads) { ExampleItem = example };
        var result = await run.RunAsync(progress, cancel);
        return Report(set, result, run.Examples);
    }

    /// <exception cref="InvalidDataException">The file is no rule set; the message says where and what to do.</exception>
    public static async Task<RuleSet> RulesAsync(string rules, CancellationToken cancel)
    {
        try
        {
            return RuleReader.Read(rules, await File.ReadAllTextAsync(rules, cancel));
        }
        catch (RuleFileException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }

    public static FileCheckReport Report(RuleSet set, CheckResult result, ImmutableArray<IReadOnlyList<string>> examples) => new(
        set.Resource,
        result.Rows,
        result.Clean,
        result.Passed,
        Enum.GetValues<Dimension>().Where(d => result.Score(d) is not null).ToImmutableSortedDictionary(d => d.ToString().ToLowerInvariant(), d => result.Score(d)!.Value, StringComparer.Ordinal),
        [.. set.Rules.Select((r, n) => new RuleOutcome(r.Id, r.Dimension.ToString().ToLowerInvariant(), Name(r.Check), result.Applied[n], result.Failed(n), r.Max.ToString(), result.Allows(n), [.. examples[n]]))],
        [.. result.Together(10).Select(t => new RulesTogether([.. set.Rules.Where((_, n) => (t.Rules & (1UL << n)) != 0).Select(r => r.Id)], t.Rows))]);

    /// <summary>What the check asks, as a line of a report.</summary>
    private static string Name(Check check) => check switch
    {
        Check.Unique c => "unique " + string.Join(" + ", c.Key),
        Check.ExistsIn c => $"{c.Item} exists in {c.Target}",
        _ => CheckNames.Of(check) + " " + string.Join(", ", check.Needs.Select(n => n.Item)),
    };

    private static CheckedRows Open(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
        ImmutableArray<string> parts = Directory.Exists(full)
            ? [.. Directory.EnumerateFiles(full, "*.parquet").Order(StringComparer.Ordinal).Select(f => Sql.Shards([f]))]
            : !File.Exists(full) ? throw new FileNotFoundException($"There is no file {path}.", path)
            : Path.GetExtension(full).ToLowerInvariant() switch
            {
                ".parquet" => [Sql.Shards([full])],
                ".csv" => [$"read_csv({Sql.Literal(full)}, header = true, sample_size = 100000)"],
                var other => throw new InvalidDataException($"{path}: a file of kind '{other}' is not read here. Give a .parquet or .csv file, or a folder of Parquet files."),
            };
        if (parts.IsEmpty)
        {
            throw new InvalidDataException($"The folder {path} holds no Parquet files.");
        }
        using var session = DuckSession.Open(folder, threads: 1, memory: 256L << 20);
        try
        {
            return new(folder, parts, session.Ask($"DESCRIBE SELECT * FROM {parts[0]}", r => (Name: r.GetString(0), Type: r.GetString(1))).ToDictionary(c => c.Name, c => KindOf(c.Type), StringComparer.Ordinal));
        }
        catch (DuckDB.NET.Data.DuckDBException fault)
        {
            throw new InvalidDataException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    private static Stored KindOf(string type) => type switch
    {
        "VARCHAR" => Stored.Text,
        "DATE" => Stored.Date,
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => Stored.Instant,
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "FLOAT" or "DOUBLE" => Stored.Number,
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) => Stored.Number,
        _ => Stored.Other,
    };
}
