using System.Collections.Concurrent;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>The newest data of each resource with their description, at most half a second old.</summary>
internal sealed class NewestData(ICatalogue catalogue, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, (Pinned? Data, long At)> _known = new(StringComparer.Ordinal);

    /// <summary>Null while the resource has no data.</summary>
    public async ValueTask<Pinned?> OfAsync(string resource, CancellationToken cancel = default)
    {
        if (_known.TryGetValue(resource, out var known) && time.GetElapsedTime(known.At) < Fresh)
        {
            return known.Data;
        }
        var began = time.GetTimestamp();
        var data = await catalogue.DataAsync(resource, number: null, cancel);
        if (data is not null && known.Data is { } pinned && pinned.Data.Number == data.Number && pinned.Data.Hash == data.Hash)
        {
            var now = await catalogue.FindAsync(resource, cancel);
            pinned = pinned with { Sharing = now!.Description.Sharing };
            _known[resource] = (pinned, began);
            return pinned;
        }
        var read = data is not null && await catalogue.FindAsync(resource, data.Description, cancel) is { Description: var columns } && await catalogue.FindAsync(resource, cancel) is { Description: var newest }
            ? new Pinned(data, columns, newest.Sharing) : null;
        _known[resource] = (read, began);
        return read;
    }
}

/// <param name="Columns">The description that the data follow.</param>
/// <param name="Sharing">The sharing class as it is now.</param>
internal sealed record Pinned(DataVersion Data, Description Columns, SharingClass Sharing);
