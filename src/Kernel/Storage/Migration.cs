using System.Reflection;

namespace Zhuangjin.Kernel.Storage;

/// <summary>One numbered step of a module's tables in one dialect. Applied once, in order, in a transaction; never edited after release.</summary>
public sealed record Migration(string Module, int Number, string Name, string Sql)
{
    /// <summary>The embedded files Storage/{dialect}/NNN_name.sql of <paramref name="assembly"/>.</summary>
    /// <param name="folder">Folder of the module within the assembly, where it shares one with others (a scenario).</param>
    public static IReadOnlyList<Migration> Embedded(Assembly assembly, string module, Dialect dialect, string folder = "")
    {
        var marker = $".Storage.{dialect}.";
        var found = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var name = resource.Replace('/', '.');
            var at = name.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0 || !name.EndsWith(".sql", StringComparison.Ordinal) || !name.StartsWith(folder, StringComparison.Ordinal))
            {
                continue;
            }
            var file = name[(at + marker.Length)..^4];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            found.Add(new(module, int.Parse(file.AsSpan(0, 3)), file[4..], reader.ReadToEnd()));
        }
        return [.. found.OrderBy(m => m.Number)];
    }
}
