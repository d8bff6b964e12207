using System.Text.Json;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Monitor;

/// <summary>Reads every new entry, in portions of bounded size: each is verified up to the signed root before it counts as seen.</summary>
internal sealed class EntryWalk(RemoteLog log, ITreeHash hash, MonitorStore store, CheckpointJudgement judgement, SignedCheckpoint target)
{
    /// <summary>Bundles that are fetched side by side; they bound the memory.</summary>
    private const int Bundles = 8;

    private const int Portion = Bundles * TilePath.FullWidth;

    private readonly RemoteTree _tree = new(log, hash, target.Checkpoint.Size);

    /// <summary>Walks from the state's last verified entry up to the checkpoint. Returns how far it came; what is wrong goes into <paramref name="findings"/>.</summary>
    public async Task<MonitorState> RunAsync(MonitorState state, List<MonitorFinding> findings, IProgress<long>? progress, CancellationToken cancel)
    {
        while (state.Walked < target.Checkpoint.Size)
        {
            var end = Math.Min(target.Checkpoint.Size, state.Walked - (state.Walked % TilePath.FullWidth) + Portion);
            var entries = await FetchAsync(state.Walked, end, cancel);
            var edge = new RightEdge(hash, state.Walked, state.Edge);
            if (await WrongAsync(entries, edge, cancel) is { } wrong)
            {
                findings.Add(wrong);
                return state;
            }
            var (numbers, foreign) = await NumberAsync(state.Walked, entries, findings);
            state = state with { Walked = end, Edge = edge.ToBytes(), Foreign = state.Foreign + foreign };
            await store.SaveAsync(state, numbers, cancel);
            progress?.Report(end);
        }
        return state;
    }

    private async Task<List<byte[]>> FetchAsync(long start, long end, CancellationToken cancel)
    {
        var tiles = new List<Task<List<byte[]>>>();
        for (var index = start / TilePath.FullWidth; index * TilePath.FullWidth < end; index++)
        {
            var width = (int)Math.Min(TilePath.FullWidth, target.Checkpoint.Size - (index * TilePath.FullWidth));
            tiles.Add(log.TileAsync(new(TilePath.Entries, index, width), hash.Length, cancel));
        }
        var entries = (await Task.WhenAll(tiles)).SelectMany(t => t).Skip((int)(start % TilePath.FullWidth)).ToList();
        return entries.Count == end - start ? entries : throw new InvalidDataException($"The bundles hold {entries.Count} of the entries {start} to {end - 1}.");
    }

    /// <summary>Adds the entries to the edge. Compares each with the published leaf hash, each finished tile with the one above, and the whole with the signed root.</summary>
    private async Task<MonitorFinding?> WrongAsync(List<byte[]> entries, RightEdge edge, CancellationToken cancel)
    {
        var above = new List<(int Level, long Place, byte[] Hash)>();
        var published = await LeavesAsync(edge.Size, edge.Size + entries.Count, cancel);
        for (var i = 0; i < entries.Count; i++)
        {
            var leaf = hash.Leaf(entries[i]);
            if (!published[i].AsSpan().SequenceEqual(leaf))
            {
                return judgement.Find("entry", new("", "evidence.monitor.entry", edge.Size.ToString()),
                    ("note", target.Text), ("entry", Convert.ToBase64String(entries[i])), ("place", edge.Size.ToString()));
            }
            edge.Append(leaf, (height, index, root) =>
            {
                if (height % 8 == 0)
                {
                    above.Add((height / 8, index, root));
                }
            });
        }
        foreach (var (level, place, root) in above)
        {
            var shown = await _tree.HashesAsync(level, place, 1, cancel);
            if (!root.AsSpan().SequenceEqual(shown[0]))
            {
                return judgement.Find("tile", new("", "evidence.monitor.tile", level.ToString(), place.ToString()), ("note", target.Text), ("place", $"{level}/{place}"));
            }
        }
        return await _tree.ContinuesAsync(edge.Size, edge.Root(), target.Checkpoint.Root, cancel) ? null
            : judgement.Find("tile", new("", "evidence.monitor.tiles", target.Checkpoint.Size.ToString()), ("note", target.Text));
    }

    private async Task<List<byte[]>> LeavesAsync(long start, long end, CancellationToken cancel)
    {
        var leaves = new List<byte[]>();
        for (var place = start; place < end;)
        {
            var next = Math.Min(end, place - (place % TilePath.FullWidth) + TilePath.FullWidth);
            leaves.AddRange(await _tree.HashesAsync(0, place, (int)(next - place), cancel));
            place = next;
        }
        return leaves;
    }

    private async Task<(Dictionary<string, long> Numbers, long Foreign)> NumberAsync(long start, List<byte[]> entries, List<MonitorFinding> findings)
    {
        var read = entries.ConvertAll(StreamNumber.Read);
        var numbers = await store.NumbersAsync([.. read.Where(r => r is not null).Select(r => r!.Stream).Distinct(StringComparer.Ordinal)]);
        for (var i = 0; i < read.Count; i++)
        {
            if (read[i] is not { } number)
            {
                continue;
            }
            var expected = numbers[number.Stream] + 1;
            if (number.Sequence != expected)
            {
                findings.Add(judgement.Find("gap", new("", "evidence.monitor.gap", (start + i).ToString(), number.Stream, expected.ToString(), number.Sequence.ToString()),
                    ("note", target.Text), ("entry", Convert.ToBase64String(entries[i])), ("place", (start + i).ToString()), ("expected", expected.ToString())));
            }
            numbers[number.Stream] = number.Sequence;
        }
        return (numbers, read.Count(r => r is null));
    }
}

/// <summary>The stream of an entry and its number in it, read without the sealing side's code.</summary>
internal sealed record StreamNumber(string Stream, long Sequence)
{
    /// <summary>Null for an entry that is in no stream.</summary>
    public static StreamNumber? Read(byte[] entry)
    {
        try
        {
            using var document = JsonDocument.Parse(entry);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.String
                && root.TryGetProperty("seq", out var sequence) && sequence.ValueKind == JsonValueKind.Number && sequence.TryGetInt64(out var number)
                ? new(stream.GetString()!, number) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
