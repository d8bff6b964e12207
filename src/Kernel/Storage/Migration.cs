using System.Reflection;

namespace Zhuangjin.Kernel.Storage;

/// <summary>One numbered step of a module's tables in one dialect. Applied once, in order, in a transaction; never edited after release.</summary>
public sealed record Migration(string Module, int Number, string Name, string Sql)
{
    /// <summary>The embedded resources *.Storage.{dialect}.NNN_name.sql of <paramref name="assembly"/>.</summary>
    public static IReadOnlyList<Migration> Embedded(Assembly assembly, string module, Dialect dialect)
    {
        var marker = $".Storage.{dialect}.";
        var found = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var at = resource.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0 || !resource.EndsWith(".sql", StringComparison.Ordinal))
            {
                continue;
            }
            var file = resource[(at + marker.Length)..^4];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            found.Add(new(module, int.Parse(file.AsSpan(0, 3)), file[4..], reader.ReadToEnd()));
        }
        return [.. found.OrderBy(m => m.Number)];
    }
}
