using System.Net;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;

namespace Zhuangjin.Evidence.Monitor;

/// <summary>The log does not answer, or not sensibly: nothing is known about it, good or bad.</summary>
internal sealed class LogUnreachableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The log answers, but has not what its own checkpoint promises.</summary>
internal sealed class WithheldException(string path) : Exception($"The log does not serve '{path}'.")
{
    public string Path => path;
}

/// <summary>Reads a log's published files over HTTP (c2sp.org/tlog-tiles). Believes nothing: whoever uses the bytes verifies them.</summary>
/// <param name="address">The log's address; the checkpoint stands at "checkpoint" below it.</param>
internal sealed class RemoteLog(HttpClient web, Uri address, TimeProvider time)
{
    private const int LongestNote = 1 << 20;

    /// <summary>Each of 256 entries has at most 65,535 bytes and two for its length.</summary>
    private const int LongestTile = TilePath.FullWidth * (ushort.MaxValue + 2);

    private const int Attempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly string _address = address.ToString().TrimEnd('/');

    /// <exception cref="LogUnreachableException">It cannot be fetched.</exception>
    public async Task<string> CheckpointAsync(CancellationToken cancel)
    {
        var bytes = await FetchAsync("checkpoint", LongestNote, cancel)
            ?? throw new LogUnreachableException($"There is no checkpoint at {_address}/checkpoint.");
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The first <see cref="TilePath.Width"/> hashes or entries of a tile; a partial one is cut from the full one where the log has dropped it.</summary>
    /// <exception cref="LogUnreachableException">It cannot be fetched.</exception>
    /// <exception cref="WithheldException">The log has it not.</exception>
    public async Task<List<byte[]>> TileAsync(TilePath tile, int hashLength, CancellationToken cancel)
    {
        var bytes = await FetchAsync(tile.ToString(), LongestTile, cancel);
        if (bytes is null && !tile.IsFull)
        {
            bytes = await FetchAsync((tile with { Width = TilePath.FullWidth }).ToString(), LongestTile, cancel);
        }
        if (bytes is null)
        {
            throw new WithheldException(tile.ToString());
        }
        var parts = Parts(tile, bytes, hashLength);
        return parts.Count >= tile.Width && parts.TrueForAll(p => tile.Level == TilePath.Entries || p.Length == hashLength)
            ? parts[..tile.Width]
            : throw new InvalidDataException($"'{tile}' holds {parts.Count} of {tile.Width} parts.");
    }

    private static List<byte[]> Parts(TilePath tile, byte[] bytes, int hashLength)
    {
        try
        {
            return tile.Level == TilePath.Entries ? EntryBundle.Read(bytes) : [.. bytes.Chunk(hashLength)];
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{tile}: {e.Message}", e);
        }
    }

    /// <summary>Null when the log says that there is no such file. What may pass by itself is tried again.</summary>
    private async Task<byte[]?> FetchAsync(string path, int longest, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = await web.GetAsync($"{_address}/{path}", HttpCompletionOption.ResponseHeadersRead, cancel);
                if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                {
                    return null;
                }
                answer.EnsureSuccessStatusCode();
                return await BodyAsync(answer.Content, longest, cancel);
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                if (attempt == Attempts)
                {
                    throw new LogUnreachableException($"{_address}/{path}: {e.Message}", e);
                }
                await Task.Delay(Pause * attempt, time, cancel);
            }
        }
    }

    private static async Task<byte[]> BodyAsync(HttpContent content, int longest, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var part = new byte[16 << 10];
        while (await stream.ReadAsync(part, cancel) is > 0 and var count)
        {
            bytes.Write(part, 0, count);
            if (bytes.Length > longest)
            {
                throw new IOException($"The answer is longer than {longest} bytes.");
            }
        }
        return bytes.ToArray();
    }
}
