using System.Text;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Kernel.Modules;
using IO = System.IO;

namespace Zhuangjin.Evidence.Publishing;

/// <summary>This node's published copy of the log: files exactly as their addresses below /log/, which any web server could serve as well.</summary>
internal sealed class LogFolder(string path)
{
    public LogFolder(ModuleSettings settings) : this(IO.Path.Combine(settings.DataDirectory, "log")) { }

    public string Path => path;

    public string CheckpointFile => IO.Path.Combine(path, "checkpoint");

    private byte[]? _written;

    public string FileOf(TilePath tile) => IO.Path.Combine(path, tile.ToString());

    /// <summary>Publishes a checkpoint, and remembers that it was us.</summary>
    public async Task WriteCheckpointAsync(byte[] note, CancellationToken cancel)
    {
        await DurableFiles.WriteAsync(CheckpointFile, note, cancel);
        Volatile.Write(ref _written, note);
    }

    /// <summary>The published checkpoint, for who publishes the next one. One that this process wrote itself, byte for byte, is not checked again: with SM2 the
    /// check of a signature costs more than all the rest of publishing.</summary>
    /// <inheritdoc cref="PublishedAsync(IReadOnlyList{VerifierKey}, CancellationToken)"/>
    public async Task<Checkpoint?> LastPublishedAsync(IReadOnlyList<VerifierKey> keys, CancellationToken cancel) =>
        Volatile.Read(ref _written) is { } written && File.Exists(CheckpointFile) && (await File.ReadAllBytesAsync(CheckpointFile, cancel)).AsSpan().SequenceEqual(written)
            ? Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetString(written)).Text)
            : await PublishedAsync(keys, cancel);

    /// <summary>The published checkpoint; null when none is.</summary>
    /// <exception cref="InvalidDataException">It is not signed by the log's key.</exception>
    public Task<Checkpoint?> PublishedAsync(VerifierKey key, CancellationToken cancel) => PublishedAsync([key], cancel);

    /// <param name="keys">The keys that have signed the log; any of them will do.</param>
    /// <inheritdoc cref="PublishedAsync(VerifierKey, CancellationToken)"/>
    public async Task<Checkpoint?> PublishedAsync(IReadOnlyList<VerifierKey> keys, CancellationToken cancel)
    {
        if (!File.Exists(CheckpointFile))
        {
            return null;
        }
        try
        {
            var note = SignedNote.Parse(await File.ReadAllTextAsync(CheckpointFile, Encoding.UTF8, cancel));
            return keys.Any(note.IsSignedBy) ? Checkpoint.Parse(note.Text) : throw new InvalidDataException($"{CheckpointFile} is not signed by this log's key '{keys[^1]}'.");
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{CheckpointFile}: {e.Message}", e);
        }
    }
}
