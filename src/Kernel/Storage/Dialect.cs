namespace Zhuangjin.Kernel.Storage;

/// <summary>The SQL dialects that the program runs on.</summary>
public enum Dialect
{
    Sqlite,
    Postgres,
}
