namespace Zhuangjin.Kernel.Storage;

/// <summary>What a session accepts, alike in every dialect.</summary>
internal static class Arguments
{
    /// <summary>Refuses to defer a statement that gives rows: nobody would read them, and they would stand before those of the next query.</summary>
    public static void CheckDeferred(string sql)
    {
        if (sql.Contains(" returning ", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"A deferred statement returns no rows; use QueryAsync: {sql}", nameof(sql));
        }
    }

    /// <summary>Types of values that every dialect stores alike.</summary>
    public static object Checked(object value) => value is string or long or int or bool or double or byte[]
        ? value
        : throw new ArgumentException($"A {value.GetType().Name} is no argument of a statement; pass string, long, int, bool, double, byte[] or null (instants by ToMicros, dates as 'yyyy-MM-dd').", nameof(value));
}
