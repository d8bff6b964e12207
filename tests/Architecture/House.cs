using System.Reflection;
using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Zhuangjin.Web;
using Assembly = System.Reflection.Assembly;

namespace Zhuangjin.Architecture;

/// <summary>What the rules look at: the types of the plugged modules with everything they use, and the files of the checkout.</summary>
internal static class House
{
    /// <summary>The product's assemblies, found from what is plugged in: a new module is under the rules without being named here.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = FindAssemblies();

    public static IReadOnlyList<UsedType> Product { get; } = Read(Assemblies);

    /// <summary>Types of this test assembly that break each rule once.</summary>
    public static IReadOnlyList<UsedType> Fixture { get; } = [.. Read([typeof(House).Assembly]).Where(t => !t.Namespace.StartsWith("Zhuangjin.Architecture", StringComparison.Ordinal))];

    /// <summary>Root of the checkout that this file was compiled from.</summary>
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(params string[] endings) =>
        new[] { "src", "scenarios", "tests", "bench" }.Select(d => Path.Combine(Root, d)).Where(Directory.Exists)
            .SelectMany(d => Directory.EnumerateFiles(d, "*", SearchOption.AllDirectories))
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)) && !f.Contains("/node_modules/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal));

    private static IReadOnlyList<Assembly> FindAssemblies()
    {
        var found = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var open = new Queue<Assembly>([typeof(Plugged).Assembly, .. Plugged.Modules.Select(m => m.GetType().Assembly)]);
        while (open.TryDequeue(out var assembly))
        {
            if (found.TryAdd(assembly.GetName().Name!, assembly))
            {
                foreach (var name in assembly.GetReferencedAssemblies().Where(n => n.Name!.StartsWith("Zhuangjin.", StringComparison.Ordinal)))
                {
                    open.Enqueue(Assembly.Load(name));
                }
            }
        }
        return [.. found.Values];
    }

    private static IReadOnlyList<UsedType> Read(IReadOnlyList<Assembly> assemblies)
    {
        var architecture = new ArchLoader().LoadAssemblies([.. assemblies]).Build();
        var ours = assemblies.Select(a => a.GetName().Name!).ToHashSet(StringComparer.Ordinal);
        var reflected = assemblies.SelectMany(a => a.GetTypes()).ToLookup(t => t.FullName ?? t.Name, StringComparer.Ordinal);
        return
        [
            .. from type in architecture.Types
               let real = reflected[type.FullName].FirstOrDefault()
               where real is not null && ours.Contains(type.Assembly.Name.Split(',')[0]) && !real.IsDefined(typeof(CompilerGeneratedAttribute)) && !real.FullName!.Contains('<', StringComparison.Ordinal) && real.Name != "_Imports"
               select new UsedType(real, real.Namespace ?? "", [.. type.Dependencies.Select(d => (d.Target.Namespace?.FullName ?? "", d.Target.FullName)).Distinct()]),
        ];
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Zhuangjin.slnx")))
            {
                return folder.FullName;
            }
        }
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
    }
}

/// <summary>A type and all that it uses.</summary>
internal sealed record UsedType(System.Type Type, string Namespace, IReadOnlyList<(string Namespace, string FullName)> Uses)
{
    /// <summary>"Cases" of "Zhuangjin.Cases.Worklists".</summary>
    public string Room => RoomOf(Namespace);

    public static string RoomOf(string name) => name.StartsWith("Zhuangjin.", StringComparison.Ordinal) ? name.Split('.')[1] : "";
}
