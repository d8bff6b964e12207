using System.Buffers.Binary;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Places in the log of the uses under a key: of a ground, or of the data of all organisations below a path. One row for each key and batch.</summary>
internal static class UseStretches
{
    public static string OfGround(string ground) => "ground/" + ground;

    /// <summary>Key of the files that were given on a ground from one version.</summary>
    public static string OfFile(string ground, string version) => $"{Files}{ground}@{version}";

    /// <summary>What the keys of files begin with.</summary>
    public const string Files = "file/";

    /// <summary>Keys of a provider and of everybody above it.</summary>
    /// <param name="path">Ids from the root, each followed by '/'.</param>
    public static IEnumerable<string> OfProvider(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            yield return Below(path[..(end + 1)]);
        }
    }

    public static string Below(string path) => "below/" + path;

    public static ValueTask AddAsync(ISession session, IEnumerable<(string Key, long Place)> uses) => session.InsertManyAsync(
        "sharing_use_stretch", ["key", "last", "places"], [.. uses.GroupBy(u => u.Key, u => u.Place, StringComparer.Ordinal).Select(g => Row(g.Key, [.. g.Order()]))]);

    /// <summary>Places under the key, newest first, at most so many.</summary>
    /// <param name="before">Only places before this one.</param>
    public static async ValueTask<List<long>> PlacesAsync(ISession session, string key, long before, int most)
    {
        var places = new List<long>();
        // The first stretch may end after the limit and begin before it.
        var next = await session.FirstAsync("select last, places from sharing_use_stretch where key = $1 and last >= $2 order by last limit 1", r => (Last: r.GetInt64(0), Places: r.GetFieldValue<byte[]>(1)), key, before);
        Add(next.Places, before, most, places);
        for (var last = before; places.Count < most;)
        {
            var rows = await session.QueryAsync("select last, places from sharing_use_stretch where key = $1 and last < $2 order by last desc limit 16", r => (Last: r.GetInt64(0), Places: r.GetFieldValue<byte[]>(1)), key, last);
            if (rows.Count == 0)
            {
                break;
            }
            foreach (var row in rows)
            {
                Add(row.Places, before, most, places);
            }
            last = rows[^1].Last;
        }
        return places;
    }

    private static void Add(byte[]? stretch, long before, int most, List<long> places)
    {
        for (var at = (stretch?.Length ?? 0) - sizeof(long); at >= 0 && places.Count < most; at -= sizeof(long))
        {
            if (BinaryPrimitives.ReadInt64BigEndian(stretch.AsSpan(at)) is var place && place < before)
            {
                places.Add(place);
            }
        }
    }

    private static object?[] Row(string key, long[] places)
    {
        var bytes = new byte[places.Length * sizeof(long)];
        for (var i = 0; i < places.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * sizeof(long)), places[i]);
        }
        return [key, places[^1], bytes];
    }
}
