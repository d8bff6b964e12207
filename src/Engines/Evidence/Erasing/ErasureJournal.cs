using System.Text.Json;
using System.Text.Json.Serialization;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>What was erased, by opaque ids, in a file beside the store. It is kept outside backups too: whoever restores an older backup gives it to the restored node, which erases again.</summary>
internal sealed class ErasureJournal(string path)
{
    public const string FileName = "erasures.jsonl";

    private readonly SemaphoreSlim _one = new(1);

    public ErasureJournal(ModuleSettings settings) : this(System.IO.Path.Combine(settings.DataDirectory, FileName)) { }

    public string Path => path;

    /// <summary>Adds a line; returns when it is durable. A line that is there already is not written again.</summary>
    public async Task AddAsync(ErasureLine line, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var lines = await ReadAsync(path, cancel);
            if (lines.All(l => l.EntryId != line.EntryId))
            {
                await DurableFiles.WriteAsync(path, [.. lines.Append(line).SelectMany(l => JsonSerializer.SerializeToUtf8Bytes(l).Append((byte)'\n'))], cancel);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public Task<IReadOnlyList<ErasureLine>> ReadAsync(CancellationToken cancel) => ReadAsync(path, cancel);

    /// <exception cref="InvalidDataException">A line is no erasure: the file was damaged, and what it said must not be forgotten silently.</exception>
    public static async Task<IReadOnlyList<ErasureLine>> ReadAsync(string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            return [];
        }
        var lines = await File.ReadAllLinesAsync(path, cancel);
        try
        {
            return [.. lines.Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<ErasureLine>(l) ?? throw new JsonException("null"))];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The journal of erasures {path} is damaged: {e.Message} Restore it from another node or an older backup; erasures that it forgets would come back to light.", e);
        }
    }
}

/// <param name="Subject">Opaque id.</param>
/// <param name="Keys">Ids of the keys that were destroyed.</param>
/// <param name="EntryId">The event "evidence.erased".</param>
internal sealed record ErasureLine(
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("entry")] string EntryId,
    [property: JsonPropertyName("keys")] IReadOnlyList<string> Keys);
