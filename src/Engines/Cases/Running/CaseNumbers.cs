using System.Globalization;
using Zhuangjin.Cases.Storage;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Cases.Running;

/// <summary>Case numbers: {division}-{yyyyMMdd}-{six digits or more}. Each node takes blocks, so that nobody queues for a number.</summary>
/// <remarks>A block grows while numbers are asked for quickly. Numbers of a block that a node took to its grave are never given: numbers are unique, not without gaps.</remarks>
internal sealed class CaseNumbers(IDatabase database, TimeProvider time)
{
    private const int LargestBlock = 256;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Block> _blocks = new(StringComparer.Ordinal);

    public async Task<string> NextAsync(string division, DateOnly date, CancellationToken cancel)
    {
        var prefix = division + "-" + date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "-";
        await _turn.WaitAsync(cancel);
        try
        {
            if (!_blocks.TryGetValue(prefix, out var block) || block.Next == block.End)
            {
                block = await TakeAsync(prefix, block, cancel);
            }
            return prefix + block.Next++.ToString("000000", CultureInfo.InvariantCulture);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Block> TakeAsync(string prefix, Block? last, CancellationToken cancel)
    {
        var quick = last is not null && time.GetElapsedTime(last.TakenAt) < TimeSpan.FromSeconds(1);
        var size = quick ? Math.Min(LargestBlock, last!.Size * 2) : 1;
        var first = await database.WriteAsync(session => KeyTable.TakeNumbersAsync(session, prefix, size), cancel);
        if (_blocks.Count > 1_000)
        {
            _blocks.Clear();
        }
        return _blocks[prefix] = new(size, time.GetTimestamp()) { Next = first, End = first + size };
    }

    private sealed record Block(int Size, long TakenAt)
    {
        public long Next { get; set; }

        public required long End { get; init; }
    }
}
