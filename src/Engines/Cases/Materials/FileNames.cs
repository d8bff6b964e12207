using Zhuangjin.Kernel.Files;

namespace Zhuangjin.Cases.Materials;

/// <summary>Names of uploaded files, made safe to show and to save.</summary>
internal static class FileNames
{
    private const int Longest = 100;

    /// <summary>The kind in the packs' words: "pdf", "jpeg".</summary>
    public static string WordOf(FileKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>A file name without folders, control characters and over-length, that ends as its content does.</summary>
    public static string Clean(string name, FileKind kind)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new string([.. last.Where(c => !char.IsControl(c) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal) && !TurnsDirection(c))]).Trim(' ', '.');
        string[] ends = kind == FileKind.Jpeg ? [".jpg", ".jpeg"] : ["." + WordOf(kind)];
        var stem = ends.FirstOrDefault(e => clean.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } end ? clean[..^end.Length] : clean;
        return (stem.Length == 0 ? "file" : stem.Length > Longest ? stem[..Longest] : stem) + ends[0];
    }

    /// <summary>Marks that turn the writing direction make "fdp.exe" read as "exe.pdf".</summary>
    private static bool TurnsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
}
