using System.Collections.Concurrent;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>The record files of this node: made when a version is first asked for a single record, kept while it is one of the two newest of its resource.</summary>
internal sealed class RecordIndexes(ShardStore shards) : IAsyncDisposable
{
    private const long Memory = 512L << 20;

    private readonly ConcurrentDictionary<(string Resource, int Number, string Key), Lazy<Task<RecordIndex>>> _open = new();
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(shards.Folder, "records")).FullName;

    /// <summary>The version laid out by this item of its description.</summary>
    public async Task<RecordIndex> OfAsync(DataVersion version, Description description, string key)
    {
        var name = (version.Resource, version.Number, key);
        try
        {
            return await _open.GetOrAdd(name, _ => new(() => Task.Run(() => OpenAsync(version, description, key)))).Value;
        }
        catch
        {
            // What failed once is tried again by the next who asks.
            _open.TryRemove(name, out _);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _open.Values.Where(o => o.IsValueCreated && o.Value.IsCompletedSuccessfully))
        {
            (await opened.Value).Dispose();
        }
    }

    private async Task<RecordIndex> OpenAsync(DataVersion version, Description description, string key)
    {
        // The hash is part of the name: a restored store may hold another version under the same number.
        var path = Path.Combine(_folder, $"{version}-{key}-{version.Hash[..16]}-{version.Description}.records");
        if (!File.Exists(path))
        {
            var paths = await shards.PathsAsync(version);
            using var session = DuckSession.Open(shards.Folder, threads: 1, Memory);
            RecordFile.Write(session, paths, description.Items, key, path);
            Forget(version, key);
        }
        return RecordIndex.Open(path, key);
    }

    /// <summary>Deletes the files of versions before the last. Who still reads one keeps its mapping; the disk frees it afterwards.</summary>
    private void Forget(DataVersion version, string key)
    {
        foreach (var path in Directory.EnumerateFiles(_folder, $"{version.Resource}@*-{key}-*.records"))
        {
            var name = Path.GetFileName(path)[(version.Resource.Length + 1)..];
            if (int.TryParse(name[..name.IndexOf('-', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture, out var number) && number < version.Number - 1)
            {
                File.Delete(path);
            }
        }
    }
}
