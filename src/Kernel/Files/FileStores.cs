using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Kernel.Files;

/// <summary>Opens the file store that fits a database: the disk beside an embedded one, rows of a shared one.</summary>
public static class FileStores
{
    public static IFileStore Open(IDatabase database, string dataDirectory) =>
        database.Dialect == Dialect.Sqlite ? new DiskFileStore(dataDirectory) : new PostgresFileStore(database);
}
