using System.Globalization;
using Npgsql;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Rules;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Quality.Remote;

/// <summary>Runs a rule set inside a PostgreSQL whose data may not leave it: one question in a read-only transaction, whose answer is a histogram and counts.</summary>
/// <param name="connection">Connection text of Npgsql.</param>
/// <param name="longest">Beyond this the database breaks the question off.</param>
internal sealed class RemoteCheck(string connection, TimeSpan longest)
{
    /// <param name="targets">For each item that "exists_in" names, its table in the same database.</param>
    /// <returns>The outcome, and the database's own name of the snapshot that was seen.</returns>
    /// <exception cref="InvalidDataException">The table or a column is missing, or a rule looks values up outside this database.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, or broke the question off.</exception>
    public async Task<(CheckResult Result, string Snapshot)> RunAsync(RuleSet set, string table, IReadOnlyDictionary<string, string> targets, DateOnly today, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false, CommandTimeout = 0, ApplicationName = "zhuangjin quality" });
        await using var open = await source.OpenConnectionAsync(cancel);
        await using var transaction = await open.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        await DoAsync("SET TRANSACTION READ ONLY");
        await DoAsync(string.Create(CultureInfo.InvariantCulture, $"SET LOCAL statement_timeout = {(long)longest.TotalMilliseconds}"));
        await DoAsync("SET LOCAL lock_timeout = 2000");
        await DoAsync("SET LOCAL TimeZone = 'UTC'");
        var columns = await ColumnsAsync(open, table, cancel);
        var wrong = set.Rules.SelectMany(r => r.Check.Needs.Select(n => (r.Id, n.Item)).Concat(r.When is { } w ? [(r.Id, w.Item)] : [])).FirstOrDefault(n => !columns.ContainsKey(n.Item));
        if (wrong.Id is not null)
        {
            throw new InvalidDataException($"Rule {wrong.Id}: the table {table} has no column '{wrong.Item}'. It has {string.Join(", ", columns.Keys)}.");
        }
        var known = new Dictionary<ItemPath, (string Table, string Column)>();
        foreach (var path in set.Rules.Select(r => r.Check).OfType<Check.ExistsIn>().Select(c => c.Target).Distinct())
        {
            var there = targets.GetValueOrDefault(path.Resource) ?? throw new InvalidDataException($"A rule looks {path} up, and {path.Resource} has no table in this database. Its data may not be brought here.");
            known[path] = (await ColumnsAsync(open, there, cancel)).ContainsKey(path.Item) ? (NameOf(there), path.Item) : throw new InvalidDataException($"The table {there} has no column '{path.Item}'.");
        }
        var snapshot = (string)(await AskAsync(open, "SELECT CAST(txid_current_snapshot() AS text)", cancel))!;
        var (histogram, applied) = (new Dictionary<ulong, long>(), new long[set.Rules.Length]);
        await using var command = new NpgsqlCommand(new SqlCheck(SqlWords.PostgreSql, columns, known, today).Histogram(set, NameOf(table)), open);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            histogram[(ulong)reader.GetInt64(0)] = reader.GetInt64(1);
            for (var n = 0; n < applied.Length; n++)
            {
                applied[n] += reader.GetInt64(n + 2);
            }
        }
        return (new(set, histogram.Values.Sum(), [.. applied], histogram), snapshot);

        async Task DoAsync(string sql)
        {
            await using var said = new NpgsqlCommand(sql, open, transaction);
            await said.ExecuteNonQueryAsync(cancel);
        }
    }

    private static async Task<object?> AskAsync(NpgsqlConnection open, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, open);
        return await command.ExecuteScalarAsync(cancel);
    }

    private static async Task<Dictionary<string, Stored>> ColumnsAsync(NpgsqlConnection open, string table, CancellationToken cancel)
    {
        var (schema, name) = Parts(table);
        await using var command = new NpgsqlCommand("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position", open) { Parameters = { new() { Value = schema }, new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var columns = new Dictionary<string, Stored>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            columns[reader.GetString(0)] = reader.GetString(1) switch
            {
                "text" or "character varying" => Stored.Text,
                "smallint" or "integer" or "bigint" or "numeric" or "real" or "double precision" => Stored.Number,
                "date" => Stored.Date,
                "timestamp without time zone" or "timestamp with time zone" => Stored.Instant,
                _ => Stored.Other,
            };
        }
        return columns.Count > 0 ? columns : throw new InvalidDataException($"There is no table {schema}.{name} that this account may read.");
    }

    private static (string Schema, string Name) Parts(string table) => table.Split('.', 2) is [var schema, var name] ? (schema, name) : ("public", table);

    private static string NameOf(string table) => Parts(table) is var (schema, name) ? $"{Sql.Name(schema)}.{Sql.Name(name)}" : "";
}
