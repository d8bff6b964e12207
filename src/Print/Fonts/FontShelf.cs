namespace Zhuangjin.Print.Fonts;

/// <summary>The fonts to print with: our own in the assembly, so that it is there on a machine with nothing installed, then the system's for characters that it lacks.</summary>
public sealed class FontShelf
{
    /// <summary>Name of the embedded font's resource.</summary>
    internal const string Resource = "fonts/ZhuangjinKai.ttf";

    private static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:\\Windows\\Fonts"];

    private readonly Lazy<IReadOnlyList<TrueTypeFont>> _system;

    /// <summary>With the system's usual folders.</summary>
    public FontShelf() : this(Folders)
    {
    }

    /// <param name="folders">Where to look for further fonts.</param>
    public FontShelf(IReadOnlyList<string> folders)
    {
        Own = new(Load());
        _system = new(() => Search(folders));
    }

    internal TrueTypeFont Own { get; }

    /// <summary>The first font that has the character; null when none has.</summary>
    internal TrueTypeFont? With(int character) =>
        Own.Characters.ContainsKey(character) ? Own : _system.Value.FirstOrDefault(f => f.Characters.ContainsKey(character));

    private static byte[] Load()
    {
        using var resource = typeof(FontShelf).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The font '{Resource}' is missing in the assembly.");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads the fonts with most characters first; a file that is no such font is passed over, for many kinds lie in these folders.</summary>
    private static List<TrueTypeFont> Search(IReadOnlyList<string> folders)
    {
        var found = new List<(TrueTypeFont Font, string File)>();
        foreach (var file in folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.ttf", SearchOption.AllDirectories)))
        {
            try
            {
                found.Add((new(File.ReadAllBytes(file)), file));
            }
            catch (Exception other) when (other is InvalidDataException or IOException or UnauthorizedAccessException or OverflowException or ArgumentOutOfRangeException)
            {
                continue;
            }
        }
        return [.. found.OrderByDescending(f => f.Font.GlyphCount).ThenBy(f => f.File, StringComparer.Ordinal).Take(4).Select(f => f.Font)];
    }
}
