using Microsoft.Data.Sqlite;
using Npgsql;

namespace Zhuangjin.Kernel.Storage;

/// <summary>Tells a full disk from other faults: nothing was saved, nothing is broken, and it passes once there is room again.</summary>
public static class StorageFull
{
    private const int SqliteFull = 13;

    /// <summary>Error numbers of Linux for: no space left, quota exceeded, file too large.</summary>
    private static readonly int[] Full = [28, 122, 27];

    public static bool Is(Exception? fault) => fault switch
    {
        null => false,
        SqliteException { SqliteErrorCode: SqliteFull } => true,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => true,
        IOException io when Full.Contains(io.HResult) => true,
        _ => Is(fault.InnerException),
    };
}
