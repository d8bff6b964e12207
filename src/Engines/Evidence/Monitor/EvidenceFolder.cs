using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Files;

namespace Zhuangjin.Evidence.Monitor;

/// <summary>Keeps proof of misbehaviour: a folder for each piece, named by its content, so that the same piece is kept once however often it is seen.</summary>
internal sealed class EvidenceFolder(string path)
{
    /// <summary>Gaps and the like beyond these are told but not kept: a hostile log shall not fill the disk.</summary>
    private const int Most = 1000;

    public IReadOnlyList<string> Kept => Directory.Exists(path) ? [.. Directory.EnumerateDirectories(path).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)] : [];

    /// <summary>Writes the files and returns their folder once they are on disk.</summary>
    public string Keep(string kind, params (string Name, byte[] Bytes)[] files)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in files)
        {
            digest.AppendData(Encoding.UTF8.GetBytes(name));
            digest.AppendData(SHA256.HashData(bytes));
        }
        var folder = Path.Combine(path, $"{kind}-{Convert.ToHexStringLower(digest.GetHashAndReset())[..16]}");
        if (Directory.Exists(folder) || Kept.Count >= Most)
        {
            return folder;
        }
        // Under another name until it is whole: a killed monitor leaves no half evidence.
        var beside = Path.Combine(path, "." + Path.GetFileName(folder));
        Directory.CreateDirectory(beside);
        foreach (var (name, bytes) in files)
        {
            using var file = new FileStream(Path.Combine(beside, name), FileMode.Create, FileAccess.Write);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        FolderFlush.Flush(beside);
        Directory.Move(beside, folder);
        FolderFlush.Flush(path);
        return folder;
    }
}
