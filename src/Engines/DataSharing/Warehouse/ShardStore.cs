using System.Security.Cryptography;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.Kernel.Files;

namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>The Parquet files of all versions, by their content. Embedded: files below the data folder. With a shared store every node keeps a copy of what it has used.</summary>
/// <remarks>DuckDB reads files by path, so each shard lies on this node's disk while it is used. A file's name is its digest: what is there is right, and two versions share equal shards.</remarks>
internal sealed class ShardStore
{
    private readonly IFileStore _files;
    private readonly bool _shared;

    public ShardStore(IFileStore files, Kernel.Storage.IDatabase database, string dataDirectory)
    {
        _files = files;
        _shared = database.Dialect != Kernel.Storage.Dialect.Sqlite;
        Folder = Path.Combine(dataDirectory, "pool");
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Drafts);
    }

    /// <summary>The one folder that a warehouse session may read and write.</summary>
    public string Folder { get; }

    /// <summary>Where shards are written before they have a name. Left-overs of a stopped run lie here and may be deleted.</summary>
    public string Drafts => Path.Combine(Folder, "drafts");

    /// <summary>Takes a finished Parquet file from <see cref="Drafts"/> into the store; it is durable when this returns.</summary>
    public async Task<Shard> KeepAsync(string draft, long rows, CancellationToken cancel = default)
    {
        string digest;
        long bytes;
        await using (var file = new FileStream(draft, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan))
        {
            bytes = file.Length;
            digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
            if (_shared)
            {
                file.Position = 0;
                await _files.SaveAsync(file, long.MaxValue, cancel);
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, PathOf(digest), overwrite: true);
        FolderFlush.Flush(Folder);
        return new(digest, rows, bytes);
    }

    /// <summary>The paths of a version's shards on this node, fetched from the shared store where they are missing.</summary>
    /// <exception cref="FileNotFoundException">A shard is in no store.</exception>
    public async Task<IReadOnlyList<string>> PathsAsync(DataVersion version, CancellationToken cancel = default)
    {
        var paths = new List<string>(version.Shards.Length);
        foreach (var shard in version.Shards)
        {
            var path = PathOf(shard.Sha256);
            if (!File.Exists(path))
            {
                await FetchAsync(version, shard, path, cancel);
            }
            paths.Add(path);
        }
        return paths;
    }

    private async Task FetchAsync(DataVersion version, Shard shard, string path, CancellationToken cancel)
    {
        await using var kept = await _files.OpenAsync(shard.Sha256, cancel)
            ?? throw new FileNotFoundException($"The shard {shard.Sha256} of {version} is neither on this node nor in the shared store. Restore it from a backup, or load the resource again.", path);
        var draft = Path.Combine(Drafts, Path.GetRandomFileName());
        await using (var copy = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
        {
            await kept.CopyToAsync(copy, cancel);
        }
        File.Move(draft, path, overwrite: true);
    }

    private string PathOf(string digest) => Path.Combine(Folder, digest + ".parquet");
}
