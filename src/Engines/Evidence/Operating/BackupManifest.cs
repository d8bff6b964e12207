using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Operating;

/// <summary>What stands in a backup: its first and last file.</summary>
/// <param name="Checkpoint">The signed checkpoint of the copied log.</param>
internal sealed record BackupManifest(
    [property: JsonPropertyName("format")] string Format,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("origin")] string Origin,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("checkpoint")] string Checkpoint,
    [property: JsonPropertyName("files")] IReadOnlyList<BackupFile> Files)
{
    public const string FormatName = "zhuangjin backup v1";

    public const string FileName = "backup.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="InvalidDataException">There is none, or it is no manifest of this version, or it names a path outside the backup.</exception>
    public static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllBytesAsync(path, cancel), Json);
            return manifest is { Format: FormatName } && manifest.Files.All(f => IsInside(folder, f.Path)) ? manifest : throw new InvalidDataException($"{path} is no '{FormatName}'.");
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{folder} is no complete backup: {e.Message}", e);
        }
    }

    private static bool IsInside(string folder, string path) =>
        Path.GetFullPath(Path.Combine(folder, path)).StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    public BackupReport Report() => new(At, Origin, Size, Files.Count, Files.Sum(f => f.Bytes));
}

/// <param name="Path">Within the backup and the data folder alike, with '/'.</param>
internal sealed record BackupFile([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("bytes")] long Bytes, [property: JsonPropertyName("sha256")] string Sha256)
{
    public static async Task<BackupFile> OfAsync(string folder, string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(System.IO.Path.Combine(folder, path));
        return new(path, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)));
    }
}
