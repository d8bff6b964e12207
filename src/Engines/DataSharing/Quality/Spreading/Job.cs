using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Zhuangjin.DataSharing.Quality.Checking;
using Zhuangjin.DataSharing.Quality.Rules;

namespace Zhuangjin.DataSharing.Quality.Spreading;

internal enum JobKind
{
    /// <summary>Keys that break a rule over all rows: a part of the keys.</summary>
    Keys,

    /// <summary>All rules over one shard, once the keys are decided.</summary>
    Scan,
}

/// <summary>A piece of a run that any node may do.</summary>
/// <param name="Rule">Number of the rule for keys, 0 for a scan.</param>
/// <param name="Part">Part of the keys, or shard.</param>
/// <param name="Parts">How many parts there are.</param>
internal readonly record struct Job(JobKind Kind, int Rule, int Part, int Parts);

/// <summary>A run that is spread over nodes, by all that it depends on.</summary>
/// <param name="Id">The same for the same run, on whatever node it is begun.</param>
internal sealed record SpreadRun(string Id, string Resource, int Version, int RuleSet, DateOnly Today, ImmutableSortedDictionary<string, int> Targets)
{
    public static string IdOf(string resource, int version, int ruleSet, DateOnly today) => string.Create(CultureInfo.InvariantCulture, $"{resource}@{version}/{ruleSet}/{today:yyyy-MM-dd}");
}

/// <summary>What a scan of a shard came to, as it is kept until the run is whole.</summary>
internal sealed record ShardOutcome(long Rows, ImmutableArray<long> Applied, ImmutableArray<ShardOutcome.Group> Histogram, ImmutableArray<ImmutableArray<string>> Examples)
{
    public static byte[] Write(CheckResult result, IEnumerable<IReadOnlyList<string>> examples) =>
        JsonSerializer.SerializeToUtf8Bytes(new ShardOutcome(result.Rows, result.Applied, [.. result.Histogram.OrderBy(h => h.Key).Select(h => new Group(h.Key, h.Value))], [.. examples.Select(e => e.ToImmutableArray())]));

    public static (CheckResult Result, ImmutableArray<ImmutableArray<string>> Examples) Read(byte[] outcome, RuleSet set)
    {
        var read = JsonSerializer.Deserialize<ShardOutcome>(outcome)!;
        return (new(set, read.Rows, read.Applied, read.Histogram.ToDictionary(g => g.Mask, g => g.Rows)), read.Examples);
    }

    /// <summary>Sixteen bytes a key, in order.</summary>
    public static byte[] Write(KeySet keys)
    {
        var packed = keys.Packed.Order().ToArray();
        var bytes = new byte[packed.Length * 16];
        for (var n = 0; n < packed.Length; n++)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(n * 16), packed[n]);
        }
        return bytes;
    }

    public static void Read(byte[] keys, KeySet into)
    {
        for (var at = 0; at < keys.Length; at += 16)
        {
            into.Add(BinaryPrimitives.ReadUInt128LittleEndian(keys.AsSpan(at)));
        }
    }

    internal readonly record struct Group(ulong Mask, long Rows);
}
