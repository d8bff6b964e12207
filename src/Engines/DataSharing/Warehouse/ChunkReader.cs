using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>Reads an answer of DuckDB chunk by chunk (2,048 rows) in the memory in which DuckDB made it: no object for a value, no copy of a text.</summary>
/// <remarks>A column is valid until the next chunk. Reading all columns of a table this way costs little more than decoding its Parquet; a data reader costs many times that.</remarks>
internal sealed unsafe class ChunkReader : IDisposable
{
    private readonly DuckDBPreparedStatement _statement;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;

    private ChunkReader(DuckDBPreparedStatement statement, DuckDBResult result)
    {
        _statement = statement;
        _result = result;
        Columns = (int)NativeMethods.Query.DuckDBColumnCount(ref _result);
    }

    public int Columns { get; }

    /// <summary>Rows of this chunk.</summary>
    public int Rows { get; private set; }

    /// <summary>A column of this chunk.</summary>
    public Column this[int column]
    {
        get
        {
            var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk!, column);
            return new(NativeMethods.Vectors.DuckDBVectorGetData(vector), NativeMethods.Vectors.DuckDBVectorGetValidity(vector), Rows);
        }
    }

    /// <exception cref="InvalidOperationException">DuckDB refused the question; the message is its own.</exception>
    public static ChunkReader Ask(DuckSession session, string sql)
    {
        var connection = session.Connection.NativeConnection;
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection, sql, out var statement) != DuckDBState.Success)
        {
            var why = NativeMethods.PreparedStatements.DuckDBPrepareError(statement);
            statement.Dispose();
            throw new InvalidOperationException(why);
        }
        if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result) != DuckDBState.Success)
        {
            var why = NativeMethods.Query.DuckDBResultError(ref result);
            NativeMethods.Query.DuckDBDestroyResult(ref result);
            statement.Dispose();
            throw new InvalidOperationException(why);
        }
        return new(statement, result);
    }

    /// <summary>Goes on to the next chunk; false at the end.</summary>
    /// <exception cref="InvalidOperationException">DuckDB failed on the way: out of memory, a damaged file.</exception>
    public bool Next()
    {
        _chunk?.Dispose();
        _chunk = NativeMethods.Query.DuckDBFetchChunk(_result);
        if (_chunk.IsInvalid)
        {
            _chunk = null;
            Rows = 0;
            return NativeMethods.Query.DuckDBResultErrorType(ref _result) == DuckDBErrorType.Invalid ? false : throw new InvalidOperationException(NativeMethods.Query.DuckDBResultError(ref _result));
        }
        Rows = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        return Rows > 0;
    }

    public void Dispose()
    {
        _chunk?.Dispose();
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
        _statement.Dispose();
    }

    /// <summary>A column of a chunk, in DuckDB's memory.</summary>
    public readonly ref struct Column
    {
        private readonly void* _data;
        private readonly ulong* _valid;
        private readonly int _rows;

        internal Column(void* data, ulong* valid, int rows)
        {
            _data = data;
            _valid = valid;
            _rows = rows;
        }

        /// <summary>True when no value of the chunk is null, so that nobody needs to ask for each.</summary>
        public bool IsFull => _valid == null;

        /// <summary>One bit a row, 1 for a value; empty when <see cref="IsFull"/>.</summary>
        public ReadOnlySpan<ulong> Valid => _valid == null ? [] : new(_valid, (_rows + 63) >> 6);

        public bool IsNull(int row) => _valid != null && (_valid[row >> 6] & (1UL << row)) == 0;

        /// <summary>Values of fixed width: integers as long, int, …; dates as int days since 1970; timestamps as long microseconds.</summary>
        public ReadOnlySpan<T> Values<T>()
            where T : unmanaged => new(_data, _rows);

        /// <summary>Texts as DuckDB holds them, two words each: the length and the first four bytes; then the next eight, with zeros after the end, of a text of up to twelve bytes.</summary>
        public ReadOnlySpan<ulong> Words => new(_data, _rows * 2);

        /// <summary>A text or blob as bytes (UTF-8).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ReadOnlySpan<byte> Text(int row)
        {
            // duckdb_string_t: length, then either up to 12 bytes inline, or 4 bytes of prefix and a pointer.
            var entry = (byte*)_data + ((long)row * 16);
            var length = *(int*)entry;
            return MemoryMarshal.CreateReadOnlySpan(ref *(length <= 12 ? entry + 4 : *(byte**)(entry + 8)), length);
        }
    }
}
