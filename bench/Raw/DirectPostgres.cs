using Npgsql;

namespace Zhuangjin.Bench.Raw;

/// <summary>The same writes through Npgsql alone: one batch with its own begin and commit, a single round trip.</summary>
internal sealed class DirectPostgres(NpgsqlDataSource source)
{
    public async Task WriteAsync(int number)
    {
        var id = Workload.CaseOf(number);
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("begin"));
        batch.BatchCommands.Add(Command(Workload.Update, id, Workload.Content));
        batch.BatchCommands.Add(Command(Workload.InsertEvent, id, (long)number, Workload.Content));
        batch.BatchCommands.Add(Command(Workload.InsertEntry, id, Workload.Entry));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        await batch.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        return command;
    }
}
