using System.Data;
using System.Globalization;
using DuckDB.NET.Data;

namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>An in-memory DuckDB that can reach one folder and nothing else: no network, no extensions, no other file, and no statement that loosens this again.</summary>
/// <remarks>Inside the folder it may read, write and delete. So what runs here is written by this engine from typed trees, and no text of a user ever becomes SQL.</remarks>
internal sealed class DuckSession : IDisposable
{
    private DuckSession(DuckDBConnection connection) => Connection = connection;

    public DuckDBConnection Connection { get; }

    /// <param name="folder">The folder that it may reach, with all below; null for none.</param>
    /// <param name="memory">Bytes that its buffers may take at most; beyond them it spills to the folder, or fails without one.</param>
    public static DuckSession Open(string? folder, int threads, long memory)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        try
        {
            connection.Open();
            var session = new DuckSession(connection);
            session.Run("SET autoinstall_known_extensions = false");
            session.Run("SET autoload_known_extensions = false");
            session.Run("SET allow_community_extensions = false");
            session.Run(string.Create(CultureInfo.InvariantCulture, $"SET threads = {threads}"));
            session.Run(string.Create(CultureInfo.InvariantCulture, $"SET memory_limit = '{memory / 1024}KiB'"));
            session.Run("SET TimeZone = 'UTC'");
            session.Run($"SET temp_directory = {(folder is null ? "''" : Sql.Literal(Path.Combine(folder, "drafts")))}");
            session.Run($"SET allowed_directories = [{(folder is null ? "" : Sql.Literal(folder))}]");
            session.Run("SET enable_external_access = false");
            session.Run("SET lock_configuration = true");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs one statement of this engine's own and returns the number of rows that it changed.</summary>
    public int Run(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs one question of this engine's own.</summary>
    public IReadOnlyList<T> Ask<T>(string sql, Func<IDataRecord, T> read)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }
        return rows;
    }

    public void Dispose() => Connection.Dispose();
}
