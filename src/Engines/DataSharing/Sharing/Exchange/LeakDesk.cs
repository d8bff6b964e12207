using System.Text;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>Tells under which of the grants that the actor oversees a leaked file was given.</summary>
internal sealed class LeakDesk(ISharingDesk desk, GrantKeys keys, ShardStore shards)
{
    public const long MostBytes = 20L << 20;

    private const int MostGrants = 20_000;

    static LeakDesk() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="InvalidOperationException">It is a Parquet file that cannot be read.</exception>
    public async Task<IReadOnlyList<(NamedGrant Named, Grant Grant)>> TraceAsync(Actor actor, byte[] file, CancellationToken cancel = default)
    {
        var cells = CellsOf(file, shards);
        var grants = (await desk.GrantsAsync(actor, MostGrants, cancel)).ToDictionary(g => g.Id, StringComparer.Ordinal);
        return [.. LeakTrace.Name(cells, [.. grants.Keys.Select(id => (id, Watermark.KeyOf(keys.Marks, id)))]).Select(n => (n, grants[n.GrantId]))];
    }

    /// <summary>The cells of a text in UTF-8 or GBK, or of a Parquet file. A text is cut at everything that separates cells anywhere; a cell cut too small says nothing, so nobody is named wrongly by it.</summary>
    internal static IReadOnlyCollection<string> CellsOf(byte[] bytes, ShardStore shards)
    {
        if (bytes.AsSpan().StartsWith("PAR1"u8))
        {
            return ParquetCells(bytes, shards);
        }
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.GetEncoding("GB18030").GetString(bytes);
        }
        var lines = text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        // Commas within quotes belong to the value: cut both ways.
        return [.. lines.SelectMany(l => l.Split([',', '\t', ';', '|', '"'], StringSplitOptions.RemoveEmptyEntries).Concat(l.Split('"').Where((_, i) => i % 2 == 1)))];
    }

    private static List<string> ParquetCells(byte[] bytes, ShardStore shards)
    {
        var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName() + ".parquet");
        try
        {
            File.WriteAllBytes(draft, bytes);
            using var duck = DuckSession.Open(shards.Folder, threads: 1, memory: 256L << 20);
            try
            {
                return [.. duck.Ask($"SELECT columns(*)::VARCHAR FROM {Sql.Shards([draft])} LIMIT 20000", r => Enumerable.Range(0, r.FieldCount).Where(i => !r.IsDBNull(i)).Select(i => r.GetString(i)).ToList()).SelectMany(c => c)];
            }
            catch (DuckDB.NET.Data.DuckDBException fault)
            {
                throw new InvalidOperationException("The Parquet file cannot be read.", fault);
            }
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
