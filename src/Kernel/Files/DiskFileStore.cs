namespace Zhuangjin.Kernel.Files;

/// <summary>Files under the data folder, by digest: files/ab/cd/abcd….</summary>
/// <remarks>A file is flushed before it takes its name, and the folder that holds the name after it: what has been acknowledged survives a power cut, and no
/// half-written file ever bears a digest.</remarks>
internal sealed class DiskFileStore : IFileStore
{
    private readonly string _root;
    private readonly string _incoming;

    public DiskFileStore(string dataDirectory)
    {
        _root = Path.Combine(dataDirectory, "files");
        _incoming = Path.Combine(_root, "incoming");
        Directory.CreateDirectory(_incoming);
    }

    public async Task<StoredFile> SaveAsync(Stream content, long maxBytes, CancellationToken cancel = default)
    {
        var draft = Path.Combine(_incoming, Path.GetRandomFileName());
        try
        {
            StoredFile stored;
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stored = await Intake.CopyAsync(content, file, maxBytes, cancel);
                file.Flush(flushToDisk: true);
            }
            var path = PathOf(stored.Sha256);
            if (!File.Exists(path))
            {
                var folder = Path.GetDirectoryName(path)!;
                Directory.CreateDirectory(folder);
                File.Move(draft, path, overwrite: true);
                FolderFlush.Flush(folder);
                FolderFlush.Flush(Path.GetDirectoryName(folder)!);
                FolderFlush.Flush(_root);
            }
            return stored;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancel = default)
    {
        try
        {
            return Task.FromResult<Stream?>(Intake.IsDigest(sha256)
                ? new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, useAsync: true)
                : null);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    private string PathOf(string sha256) => Path.Combine(_root, sha256[..2], sha256[2..4], sha256);
}
