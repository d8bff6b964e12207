using System.Globalization;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Supervision;

/// <summary>Rows below some paths: a subtree is a range of paths.</summary>
internal static class Scope
{
    public static (string Where, object?[] Args) Below(string column, IReadOnlyList<string> paths, params object?[] first)
    {
        var args = new List<object?>(first);
        var parts = new List<string>();
        foreach (var path in paths)
        {
            args.Add(path);
            args.Add(path + "\U0010FFFF");
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"({column} >= ${args.Count - 1} and {column} < ${args.Count})"));
        }
        return (parts.Count == 0 ? "1 = 0" : $"({string.Join(" or ", parts)})", [.. args]);
    }

    /// <summary>The next number behind a prefix, from the table that hands out case numbers.</summary>
    public static async ValueTask<string> NumberAsync(ISession session, string prefix) =>
        prefix + (await Cases.Storage.KeyTable.TakeNumbersAsync(session, prefix, 1)).ToString("0000", CultureInfo.InvariantCulture);
}
