using System.Collections.Immutable;
using System.Reflection;

namespace Zhuangjin.Cases.Definitions;

/// <summary>Where the files of a pack come from. Paths are relative to the pack's folder, with '/'.</summary>
internal interface IPackFiles
{
    /// <summary>How a person finds the pack: its folder.</summary>
    string Name { get; }

    IReadOnlyList<string> Paths { get; }

    /// <summary>Null when there is no such file.</summary>
    string? Read(string path);

    /// <summary>The bytes as they lie, for files that need not be UTF-8; null when there is no such file.</summary>
    byte[]? ReadBytes(string path) => Read(path) is { } text ? System.Text.Encoding.UTF8.GetBytes(text) : null;
}

/// <summary>A pack in a folder on disk.</summary>
internal sealed class FolderPackFiles : IPackFiles
{
    private readonly string _folder;

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public FolderPackFiles(string folder)
    {
        _folder = Path.GetFullPath(folder);
        if (!Directory.Exists(_folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}'. Give the folder of a pack, for example scenarios/acceptance-certificate.");
        }
        Name = folder;
        Paths = [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(_folder, p).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    public string Name { get; }

    public IReadOnlyList<string> Paths { get; }

    public string? Read(string path) => Paths.Contains(path) ? File.ReadAllText(Path.Combine(_folder, path)) : null;

    public byte[]? ReadBytes(string path) => Paths.Contains(path) ? File.ReadAllBytes(Path.Combine(_folder, path)) : null;
}

/// <summary>A pack in the resources of a scenarios' assembly, named "{folder}/{path}".</summary>
internal sealed class EmbeddedPackFiles(Assembly assembly, string folder) : IPackFiles
{
    /// <summary>The folders of the assembly that hold a pack.yaml.</summary>
    public static IReadOnlyList<string> Folders(Assembly assembly) =>
        [.. assembly.GetManifestResourceNames().Where(n => n.EndsWith("/pack.yaml", StringComparison.Ordinal)).Select(n => n[..^"/pack.yaml".Length]).Order(StringComparer.Ordinal)];

    public string Name => folder;

    public IReadOnlyList<string> Paths { get; } =
        [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder + "/", StringComparison.Ordinal)).Select(n => n[(folder.Length + 1)..]).Order(StringComparer.Ordinal)];

    public string? Read(string path)
    {
        using var stream = assembly.GetManifestResourceStream($"{folder}/{path}");
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

    public byte[]? ReadBytes(string path)
    {
        using var stream = assembly.GetManifestResourceStream($"{folder}/{path}");
        if (stream is null)
        {
            return null;
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>A pack of texts in memory.</summary>
internal sealed class TextPackFiles(string name, ImmutableSortedDictionary<string, string> texts) : IPackFiles
{
    public string Name => name;

    public IReadOnlyList<string> Paths => [.. texts.Keys];

    public string? Read(string path) => texts.GetValueOrDefault(path);
}
