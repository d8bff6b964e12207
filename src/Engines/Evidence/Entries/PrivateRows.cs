using System.Globalization;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Entries;

/// <summary>Private fields in as few statements as possible: one for up to <see cref="Most"/> of them, each length with a text of its own that stays prepared.</summary>
internal static class PrivateRows
{
    public const int Most = 8;

    private static readonly string[] Texts = [.. Enumerable.Range(1, Most).Select(Text)];

    public static string Insert(int rows) => Texts[rows - 1];

    public static object?[] Arguments(string entryId, ReadOnlySpan<PreparedField> fields)
    {
        var args = new object?[1 + (3 * fields.Length)];
        args[0] = entryId;
        for (var i = 0; i < fields.Length; i++)
        {
            args[1 + (3 * i)] = fields[i].Name;
            args[2 + (3 * i)] = fields[i].Salt;
            args[3 + (3 * i)] = fields[i].Value;
        }
        return args;
    }

    private static string Text(int rows) =>
        "insert into evidence_private (entry_id, name, salt, value) values "
        + string.Join(", ", Enumerable.Range(0, rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"($1, ${(3 * row) + 2}, ${(3 * row) + 3}, ${(3 * row) + 4})")));
}
