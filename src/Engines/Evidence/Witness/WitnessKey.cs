using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Kernel.Files;

namespace Zhuangjin.Evidence.Witness;

/// <summary>The witness's own key, in a file that its owner alone can read: "name LF base64(seed) LF".</summary>
internal static class WitnessKey
{
    /// <summary>Reads the key, or makes it at the first start.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to a witness of another name.</exception>
    public static CosignatureKey Open(string directory, string? name)
    {
        var path = Path.Combine(directory, "key");
        if (!File.Exists(path))
        {
            Make(path, name ?? $"{Environment.MachineName.ToLowerInvariant()}/witness");
        }
        var lines = File.ReadAllText(path).Split('\n');
        var seed = new byte[64];
        if (lines.Length != 3 || !VerifierKey.IsName(lines[0]) || !Convert.TryFromBase64String(lines[1], seed, out var length) || length != 32)
        {
            throw new InvalidDataException($"{path} is no key of a witness. Restore it from your backup; a witness with a new key must get a new folder and must be entered anew in every policy.");
        }
        return name is null || name == lines[0]
            ? new(lines[0], seed.AsSpan(0, 32))
            : throw new InvalidDataException($"The witness in {directory} is called '{lines[0]}', not '{name}'. Leave --name out, or choose another folder for another witness.");
    }

    private static void Make(string path, string name)
    {
        if (!VerifierKey.IsName(name))
        {
            throw new InvalidDataException($"'{name}' cannot be the name of a witness: it must have no blanks and no plus signs. Write for example --name auditor.example/witness");
        }
        var beside = path + ".tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var file = new FileStream(beside, options))
        {
            file.Write(Encoding.UTF8.GetBytes($"{name}\n{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n"));
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: false);
        FolderFlush.Flush(Path.GetDirectoryName(path)!);
    }
}
