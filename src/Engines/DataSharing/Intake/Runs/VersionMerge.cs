using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Intake.Runs;

/// <summary>Puts an increment onto a version: rows with a key that is there already replace it, others join. Shards that no row touches are kept as they are.</summary>
internal sealed class VersionMerge(ShardStore shards)
{
    private const long Memory = 512L << 20;

    /// <param name="increment">Shards in the order in which they came; of two rows with one key the later counts. Without a key all are added.</param>
    public async Task<ImmutableArray<Shard>> MergeAsync(Description description, DataVersion? standing, IReadOnlyList<Shard> increment, CancellationToken cancel)
    {
        var keys = description.Items.Where(i => i.Identifies).Select(i => Sql.Name(i.Key)).ToList();
        if (keys.Count == 0)
        {
            return [.. standing?.Shards ?? [], .. increment];
        }
        using var duck = DuckSession.Open(shards.Folder, threads: 2, Memory);
        var newest = await NewestAsync(duck, description, keys, increment, cancel);
        var match = string.Join(" AND ", keys.Select(k => $"b.{k} IS NOT DISTINCT FROM d.{k}"));
        var delta = Sql.Shards(await PathsAsync(description.Code, [newest], cancel));
        var merged = ImmutableArray.CreateBuilder<Shard>();
        foreach (var shard in standing?.Shards ?? [])
        {
            cancel.ThrowIfCancellationRequested();
            var table = Sql.Shards(await PathsAsync(description.Code, [shard], cancel));
            var touched = duck.Ask($"SELECT count(*) FROM {table} b SEMI JOIN {delta} d ON {match}", r => r.GetInt64(0))[0];
            if (touched == 0)
            {
                merged.Add(shard);
            }
            else if (touched < shard.Rows)
            {
                merged.Add(await WriteAsync(duck, $"SELECT * FROM {table} b ANTI JOIN {delta} d ON {match}", shard.Rows - touched, cancel));
            }
        }
        merged.Add(newest);
        return merged.ToImmutable();
    }

    private async Task<Shard> NewestAsync(DuckSession duck, Description description, List<string> keys, IReadOnlyList<Shard> increment, CancellationToken cancel)
    {
        var columns = string.Join(", ", description.Items.Select(i => Sql.Name(i.Key)));
        var numbered = string.Join(" UNION ALL ", (await PathsAsync(description.Code, increment, cancel)).Select((path, n) => $"SELECT {columns}, {n} AS zj_shard, file_row_number AS zj_row FROM read_parquet({Sql.Literal(path)}, file_row_number = true)"));
        var question = $"SELECT {columns} FROM ({numbered}) QUALIFY row_number() OVER (PARTITION BY {string.Join(", ", keys)} ORDER BY zj_shard DESC, zj_row DESC) = 1";
        var rows = duck.Ask($"SELECT count(*) FROM (SELECT DISTINCT {string.Join(", ", keys)} FROM ({numbered}))", r => r.GetInt64(0))[0];
        return rows == increment.Sum(i => i.Rows) && increment.Count == 1 ? increment[0] : await WriteAsync(duck, question, rows, cancel);
    }

    private async Task<Shard> WriteAsync(DuckSession duck, string question, long rows, CancellationToken cancel)
    {
        var draft = Path.Combine(shards.Drafts, ChunkWriter.Prefix + Path.GetRandomFileName() + ".parquet");
        duck.Run($"COPY ({question}) TO {Sql.Literal(draft)} (FORMAT parquet, COMPRESSION zstd)");
        return await shards.KeepAsync(draft, rows, cancel);
    }

    private Task<IReadOnlyList<string>> PathsAsync(string code, IReadOnlyList<Shard> wanted, CancellationToken cancel) =>
        shards.PathsAsync(new DataVersion(code, 0, 0, DateTimeOffset.UnixEpoch, wanted.Sum(s => s.Rows), "", [.. wanted]), cancel);
}
