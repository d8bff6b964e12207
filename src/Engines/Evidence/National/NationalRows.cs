using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.National;

/// <summary>The statements over the national tree's rows. Leaves are hashed from the entries whenever they are needed: at most a tile of them at a time.</summary>
internal static class NationalRows
{
    /// <inheritdoc cref="HashSource"/>
    public static async ValueTask<List<byte[]>> HashesAsync(ISession session, int level, long start, long end)
    {
        List<byte[]> hashes = level == 0
            ? [.. Sm3TreeHash.Instance.Leaves([.. (await SealedRows.EntriesAsync(session, start, end)).Select(r => r.Entry)])]
            : await session.QueryAsync(
                "select hash from evidence_national_node where level = $1 and place >= $2 and place < $3 order by place", r => r.GetFieldValue<byte[]>(0), (long)level, start, end);
        return hashes.Count == end - start
            ? hashes
            : throw new InvalidDataException($"The national tree's level {level} should have hashes {start} to {end - 1}, but the database holds {hashes.Count} of them. Run 'zj fsck'.");
    }

    public static async ValueTask AddNodesAsync(ISession session, IEnumerable<(int Level, long Place, byte[] Hash)> nodes)
    {
        foreach (var (level, place, hash) in nodes)
        {
            await session.DeferAsync("insert into evidence_national_node (level, place, hash) values ($1, $2, $3)", [(long)level, place, hash]);
        }
    }
}
