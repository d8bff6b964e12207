using System.Data.Common;

namespace Zhuangjin.Kernel.Storage;

/// <summary>A connection within one transaction. Not for use by two threads at once, nor after the work that received it has ended.</summary>
public interface ISession
{
    Dialect Dialect { get; }

    /// <summary>Runs a statement and returns the number of rows it touched.</summary>
    ValueTask<int> ExecuteAsync(string sql, params object?[] args);

    /// <summary>Runs a statement at the latest at commit, together with other deferred ones (one round trip on PostgreSQL, at once on SQLite). It returns no rows.
    /// When <paramref name="expectRows"/> is given and another number of rows is touched, the transaction fails with <paramref name="otherwise"/>.</summary>
    ValueTask DeferAsync(string sql, object?[] args, int? expectRows = null, Func<Exception>? otherwise = null);

    /// <summary>Inserts many rows with the cost of few statements: a prepared statement's arguments alone change on SQLite; on PostgreSQL whole columns travel as
    /// arrays, deferred as by <see cref="DeferAsync"/>. In a column all values are of one type or null; one of nulls alone is text.</summary>
    /// <param name="conflict">What follows the rows: empty, or "on conflict …".</param>
    /// <param name="expectAll">Fails the transaction with <paramref name="otherwise"/> unless each of the rows was inserted or updated.</param>
    ValueTask InsertManyAsync(string table, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows, string conflict = "", bool expectAll = true, Func<Exception>? otherwise = null);

    /// <summary>Reads all rows. <paramref name="map"/> sees the reader at each row; keep to GetString, GetInt64, GetInt32, IsDBNull and GetFieldValue&lt;byte[]&gt;.</summary>
    ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] args);

    /// <summary>Reads the first row, or default when there is none.</summary>
    ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] args);

    /// <summary>Registers what shall happen once the transaction is durable (wake a follower, drop a cache). Never runs when it fails.</summary>
    void AfterCommit(Action action);
}
