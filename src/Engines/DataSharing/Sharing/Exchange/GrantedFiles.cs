using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>A format of batch files.</summary>
internal enum FileFormat
{
    Csv,
    Parquet,
}

/// <summary>Makes the file of a grant and a version, with its marks. The same grant and version give the same rows and marks on every node; a file that is missing is made again.</summary>
internal sealed class GrantedFiles(ShardStore shards, GrantKeys keys, SubjectHash subjects)
{
    private const long Memory = 512L << 20;

    private readonly ConcurrentDictionary<string, Lazy<Task<GrantedFile>>> _made = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(shards.Folder, "files")).FullName;

    public async Task<GrantedFile> OfAsync(Grant grant, Pinned data, FileFormat format)
    {
        var name = $"{grant.Id}-{data.Data}-{data.Data.Hash[..16]}.{(format == FileFormat.Csv ? "csv" : "parquet")}";
        try
        {
            var made = await _made.GetOrAdd(name, n => new(() => Task.Run(() => MakeAsync(grant, data, format, Path.Combine(_folder, n))))).Value;
            if (File.Exists(made.Path))
            {
                return made;
            }
        }
        catch
        {
            // What failed once is tried again by the next who asks.
            _made.TryRemove(name, out _);
            throw;
        }
        _made.TryRemove(name, out _);
        return await OfAsync(grant, data, format);
    }

    /// <summary>Where the hashes of those lie whom the grant's file of this version holds, whether their numbers are given or not; null until the file was made on this node.</summary>
    public string? PeopleOf(Grant grant, DataVersion data) => PeoplePath(grant, data) is var path && File.Exists(path) ? path : null;

    private string PeoplePath(Grant grant, DataVersion data) => Path.Combine(_folder, $"{grant.Id}-{data}-{data.Hash[..16]}.people");

    private async Task<GrantedFile> MakeAsync(Grant grant, Pinned data, FileFormat format, string target)
    {
        var needed = data.Columns.Items.Where(i => i.Names is not null || grant.Items.Any(g => g.Key == i.Key) || RowFilters.Items(grant.Rows).Contains(i.Key, StringComparer.Ordinal)).ToImmutableArray();
        GrantedView view = new(grant, data.Columns, [.. needed.Select(i => i.Key)], keys.Pseudonyms);
        var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName() + ".csv");
        var packed = draft + ".parquet";
        try
        {
            var paths = await shards.PathsAsync(data.Data);
            using var duck = DuckSession.Open(shards.Folder, threads: 1, Memory);
            long rows;
            var people = new HashSet<string>(StringComparer.Ordinal);
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                rows = Write(duck, paths, needed, view, grant, data.Columns, file, people);
            }
            if (format == FileFormat.Parquet)
            {
                Pack(duck, draft, packed, view, grant, data.Columns);
            }
            await SubjectList.WriteAsync(PeoplePath(grant, data.Data), people, shards.Drafts);
            File.Move(format == FileFormat.Parquet ? packed : draft, target, overwrite: true);
            await using var finished = File.OpenRead(target);
            return new(target, Convert.ToHexStringLower(await SHA256.HashDataAsync(finished)), finished.Length, rows, [.. view.Items]);
        }
        finally
        {
            File.Delete(draft);
            File.Delete(packed);
        }
    }

    private long Write(DuckSession duck, IReadOnlyList<string> paths, ImmutableArray<Item> needed, GrantedView view, Grant grant, Description columns, Stream file, HashSet<string> people)
    {
        var marks = Watermark.KeyOf(keys.Marks, grant.Id);
        var carries = view.Items.Select(key => Carries(columns.Find(key)!, grant.Items.First(i => i.Key == key).Mask)).ToArray();
        var written = 0L;
        var record = new string?[needed.Length];
        var row = new string?[view.Items.Length + 1];
        using var csv = new CsvWriter(file);
        csv.Row([.. view.Items, Watermark.Column]);
        using var reader = ChunkReader.Ask(duck, $"SELECT {string.Join(", ", needed.Select(ParquetColumn.AsText))} FROM {Sql.Shards(paths)}");
        while (reader.Next())
        {
            for (var i = 0; i < reader.Rows; i++)
            {
                for (var column = 0; column < record.Length; column++)
                {
                    var values = reader[column];
                    record[column] = values.IsNull(i) ? null : Encoding.UTF8.GetString(values.Text(i));
                }
                if (!view.Lets(record))
                {
                    continue;
                }
                people.UnionWith(view.Named(record).Select(subjects.Of));
                var given = view.Give(record);
                for (var column = 0; column < given.Length; column++)
                {
                    row[column] = carries[column] && given[column] is { } value ? Watermark.Spell(marks, value) : given[column];
                }
                row[^1] = Watermark.Code(marks, written++);
                csv.Row(row);
            }
        }
        return written;
    }

    /// <summary>Masked values and free text carry the spelling; values by which programs match (keys, codes, names of people, numbers) stay as they are.</summary>
    private static bool Carries(Item item, Mask mask) => mask is Mask.Name or Mask.Identity or Mask.Phone or Mask.Address
        || (mask == Mask.None && item is { Type: ItemType.Text, Identifies: false, Names: null, CodeList: null } and not { Length: > 0 and < 60 });

    private static void Pack(DuckSession duck, string csv, string target, GrantedView view, Grant grant, Description columns)
    {
        var typed = view.Items.Select(key => columns.Find(key)! is var item && grant.Items.First(i => i.Key == key).Mask == Mask.None && item.Type != ItemType.Text
            ? $"CAST({Sql.Name(key)} AS {ParquetColumn.Type(item)}) AS {Sql.Name(key)}" : Sql.Name(key)).Append(Sql.Name(Watermark.Column));
        var names = string.Join(", ", view.Items.Append(Watermark.Column).Select(key => $"{Sql.Literal(key)}: 'VARCHAR'"));
        duck.Run($"COPY (SELECT {string.Join(", ", typed)} FROM read_csv({Sql.Literal(csv)}, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, columns = {{{names}}}, parallel = false)) TO {Sql.Literal(target)} (FORMAT parquet)");
    }
}

/// <param name="Sha256">Hash of the whole file; also its entity tag.</param>
internal sealed record GrantedFile(string Path, string Sha256, long Bytes, long Rows, ImmutableArray<string> Items);
