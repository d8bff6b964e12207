using System.Collections.Immutable;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Remote;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Contracts;

/// <summary>Checks a file by a file of rules, on a laptop without the platform (zj quality run), or a table where it lives.</summary>
public static class FileCheck
{
    /// <param name="rules">A rule set in YAML.</param>
    /// <param name="data">A Parquet or CSV file (UTF-8), or a folder of Parquet files.</param>
    /// <param name="targets">Files of the resources that "exists_in" names, by code.</param>
    /// <param name="today">The day of the check, for rules of timeliness.</param>
    /// <param name="example">The column whose values name failed rows; null for none.</param>
    /// <exception cref="InvalidDataException">The rules or the data cannot be used; the message says where and what to do.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    public static Task<FileCheckReport> RunAsync(string rules, string data, IReadOnlyDictionary<string, string> targets, DateOnly today, string? example, int threads, IProgress<long>? progress = null, CancellationToken cancel = default) =>
        FileCheckRun.RunAsync(rules, data, targets, today, example, threads, progress, cancel);

    /// <summary>Runs the rules inside a PostgreSQL, in a read-only transaction; only counts come out, and no example of a row.</summary>
    /// <param name="address">postgres://USER:PASSWORD@HOST:PORT/DATABASE.</param>
    /// <param name="table">Name, or schema and name with a point.</param>
    /// <param name="targets">Tables of the same database that "exists_in" names, by code.</param>
    /// <exception cref="InvalidDataException">The rules, the table or a column cannot be used, or the database cannot be reached.</exception>
    public static async Task<FileCheckReport> RunInDatabaseAsync(string rules, string address, string table, IReadOnlyDictionary<string, string> targets, DateOnly today, TimeSpan longest, CancellationToken cancel = default)
    {
        var set = await FileCheckRun.RulesAsync(rules, cancel);
        try
        {
            var (result, _) = await new RemoteCheck(Databases.PostgresConnectionText(address), longest).RunAsync(set, table, targets, today, cancel);
            return FileCheckRun.Report(set, result, [.. set.Rules.Select(_ => (IReadOnlyList<string>)[])]);
        }
        catch (Npgsql.NpgsqlException fault)
        {
            throw new InvalidDataException($"The database did not answer: {fault.Message}", fault);
        }
    }
}

/// <summary>The outcome over a file.</summary>
/// <param name="Clean">Rows that break no rule.</param>
/// <param name="Scores">Share of right judgements by dimension, 0 to 1.</param>
/// <param name="Together">Rules that most rows break together.</param>
public sealed record FileCheckReport(
    string Resource,
    long Rows,
    long Clean,
    bool Passed,
    ImmutableSortedDictionary<string, double> Scores,
    ImmutableArray<RuleOutcome> Rules,
    ImmutableArray<RulesTogether> Together);

/// <param name="Applied">Rows to which the rule applied.</param>
/// <param name="Max">What was allowed, as written in the rules.</param>
/// <param name="Examples">Some of the failed rows, by the example column.</param>
public sealed record RuleOutcome(string Id, string Dimension, string Check, long Applied, long Failed, string Max, bool Passed, ImmutableArray<string> Examples);

public sealed record RulesTogether(ImmutableArray<string> Rules, long Rows);
