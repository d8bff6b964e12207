using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Zhuangjin.Kernel.Storage.Postgres;
using Zhuangjin.Kernel.Storage.Sqlite;

namespace Zhuangjin.Kernel.Storage;

/// <summary>Opens the store that an address names.</summary>
public static class Databases
{
    /// <summary>The embedded store's address when none is given: one file in the data folder.</summary>
    public const string DefaultAddress = "sqlite:zhuangjin.db";

    /// <summary>The dialect that an address asks for.</summary>
    /// <exception cref="ArgumentException">The address is of neither kind.</exception>
    public static Dialect DialectOf(string address) =>
        address.StartsWith("sqlite:", StringComparison.Ordinal) ? Dialect.Sqlite
        : address.StartsWith("postgres://", StringComparison.Ordinal) || address.StartsWith("postgresql://", StringComparison.Ordinal) ? Dialect.Postgres
        : throw new ArgumentException($"'{address}' is no address of a store; write sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE.", nameof(address));

    /// <summary>Opens the store; creates the file of an embedded one.</summary>
    /// <param name="address">"sqlite:FILE", relative to <paramref name="dataDirectory"/>, or "postgres://USER:PASSWORD@HOST:PORT/DATABASE".</param>
    /// <param name="dataDirectory">Folder of this node's files; made when it is missing.</param>
    /// <param name="logs">Where faults go that no caller can be told of.</param>
    public static IDatabase Open(string address, string dataDirectory, ILoggerFactory? logs = null)
    {
        var log = (logs ?? NullLoggerFactory.Instance).CreateLogger("Zhuangjin.Storage");
        if (DialectOf(address) == Dialect.Sqlite)
        {
            Directory.CreateDirectory(dataDirectory);
            return new SqliteDatabase(Path.GetFullPath(Path.Combine(dataDirectory, address["sqlite:".Length..])), log);
        }
        return new PostgresDatabase(address, log);
    }

    /// <summary>Copies the file of an embedded store to <paramref name="target"/>: one consistent moment of it, whole and compact, while others read and write.</summary>
    /// <exception cref="ArgumentException">The store is not an embedded one; PostgreSQL has tools of its own (pg_dump).</exception>
    public static Task CopyAsync(string address, string dataDirectory, string target, CancellationToken cancel = default) => DialectOf(address) == Dialect.Sqlite
        ? SqliteCopy.MakeAsync(Path.GetFullPath(Path.Combine(dataDirectory, address["sqlite:".Length..])), target, cancel)
        : throw new ArgumentException("Only an embedded store is copied as a file; back up PostgreSQL with pg_dump.", nameof(address));

    /// <summary>The address of a PostgreSQL store in Npgsql's own form, for a library that opens connections of its own.</summary>
    public static string PostgresConnectionText(string address) => PostgresAddress.Parse(address).ConnectionString;
}
