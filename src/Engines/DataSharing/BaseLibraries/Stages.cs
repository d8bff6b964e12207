using System.Globalization;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.BaseLibraries;

/// <summary>A question built in stages, each of which adds columns that the next may use. One long expression would be copied into itself again and again.</summary>
internal sealed class Stages(string from)
{
    /// <summary>The districts and counties of Liuzhou (GB/T 2260).</summary>
    public const string Divisions = "450202 450203 450204 450205 450206 450222 450223 450224 450225 450226";

    private const string UsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>Share of each ten years of birth from 1932 among a hundred persons.</summary>
    private static readonly int[] Pyramid = [3, 6, 11, 16, 15, 16, 13, 13, 7];

    private string _question = from;

    public Stages Add(params string[] columns)
    {
        _question = $"SELECT *, {string.Join(", ", columns)} FROM ({_question})";
        return this;
    }

    public string Select(string columns) => $"SELECT {columns} FROM ({_question})";

    /// <summary>A number below <paramref name="below"/>: the same for the same row and salt, without visible relation between salts.</summary>
    public static string Random(int salt, string below) => string.Create(CultureInfo.InvariantCulture,
        $"(((((i * 48271 + {salt * 1299709}) % 2147483647) * (1 + (i * 31 + {salt * 7919}) % 65521)) % 2147483647) // 7 % {below})");

    public static string Random(int salt, long below) => Random(salt, below.ToString(CultureInfo.InvariantCulture));

    /// <summary>Small numbers more often than large ones.</summary>
    public static string Skewed(int salt, long below) => $"({Random(salt, below)} * {Random(salt + 500, below)} // {below.ToString(CultureInfo.InvariantCulture)})";

    /// <summary>A text of the list, by its number from 0.</summary>
    public static string Pick(string list, string number) => $"list_extract([{string.Join(", ", list.Split(' ').Select(Sql.Literal))}], 1 + ({number})::INTEGER)";

    /// <summary>Adds {name}_born, _division, _code, _first (17 characters) and _id (GB 11643) of the person whose number is <paramref name="number"/>.</summary>
    /// <remarks>Each ten years have their share of the rows; within them day, sequence and division follow from the rank without a collision up to 200 million rows.</remarks>
    public Stages Person(string name, string number)
    {
        var (bounds, ranks, start) = (new List<string>(), new List<string>(), 0);
        for (var decade = 0; decade < Pyramid.Length; decade++)
        {
            var end = start + Pyramid[decade];
            bounds.Add(string.Create(CultureInfo.InvariantCulture, $"WHEN {name}_n % 100 < {end} THEN {decade}"));
            ranks.Add(string.Create(CultureInfo.InvariantCulture, $"WHEN {decade} THEN ({name}_n // 100) * {Pyramid[decade]} + {name}_n % 100 - {start}"));
            start = end;
        }
        return Add($"{number} AS {name}_n")
            .Add($"CASE {string.Join(' ', bounds)} END AS {name}_decade")
            .Add($"((CASE {name}_decade {string.Join(' ', ranks)} END) * 15485863) % 36500000 AS {name}_code")
            .Add($"DATE '1932-01-01' + ({name}_decade * 3652 + {name}_code // 10000)::INTEGER AS {name}_born", $"{Pick(Divisions, $"{name}_code % 10")} AS {name}_division")
            .Add($"{name}_division || strftime({name}_born, '%Y%m%d') || lpad((({name}_code // 10) % 1000)::VARCHAR, 3, '0') AS {name}_first")
            .Add($"{name}_first || substr('10X98765432', 1 + ({Weighted(name + "_first", "0123456789", [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])}) % 11, 1) AS {name}_id");
    }

    /// <summary>Adds {name}_division, _first (17 characters) and _uscc (GB 32100, with the organisation's own code after GB 11714) of the enterprise whose number is <paramref name="number"/>.</summary>
    public Stages Enterprise(string name, string number) =>
        Add($"{number} AS {name}_n")
            .Add($"'MA' || substr('{UsccAlphabet}', 1 + ({name}_n // 100000 % 31)::INTEGER, 1) || lpad(({name}_n % 100000)::VARCHAR, 5, '0') AS {name}_own", $"{Pick(Divisions, $"({name}_n // 3100000) % 10")} AS {name}_division")
            .Add($"11 - ({Weighted(name + "_own", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", [3, 7, 9, 10, 5, 8, 4, 2])}) % 11 AS {name}_sum")
            .Add($"'91' || {name}_division || {name}_own || CASE {name}_sum WHEN 10 THEN 'X' WHEN 11 THEN '0' ELSE {name}_sum::VARCHAR END AS {name}_first")
            .Add($"{name}_first || substr('{UsccAlphabet}', 1 + ((31 - ({Weighted(name + "_first", UsccAlphabet, [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])}) % 31) % 31), 1) AS {name}_uscc");

    private static string Weighted(string text, string alphabet, IReadOnlyList<int> weights) =>
        string.Join(" + ", weights.Select((w, n) => string.Create(CultureInfo.InvariantCulture, $"{w} * (instr('{alphabet}', substr({text}, {n + 1}, 1)) - 1)")));
}
