using Microsoft.Data.Sqlite;

namespace Zhuangjin.Kernel.Storage.Sqlite;

/// <summary>Copies an embedded store as it is at one moment, while the program goes on writing to it.</summary>
internal static class SqliteCopy
{
    public static async Task MakeAsync(string file, string target, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "vacuum into $target";
        command.Parameters.AddWithValue("$target", target);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
