namespace Zhuangjin.Kernel.Storage;

/// <summary>The types of values that mean the same in every dialect.</summary>
internal static class Arguments
{
    public static object Checked(object value) => value is string or long or int or bool or double or byte[]
        ? value
        : throw new ArgumentException($"A {value.GetType().Name} is no argument of a statement; pass string, long, int, bool, double, byte[] or null (instants by ToMicros, dates as 'yyyy-MM-dd').", nameof(value));
}
