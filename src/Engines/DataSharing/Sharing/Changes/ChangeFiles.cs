using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Warehouse;

namespace Zhuangjin.DataSharing.Sharing.Changes;

/// <summary>Computes what changed for a grant between two versions, once for each node, and keeps it as a file of lines. The same grant and versions give the same lines on every node.</summary>
internal sealed class ChangeFiles(ShardStore shards, GrantKeys keys)
{
    private const long Memory = 512L << 20;

    /// <summary>Rows that are compared in one go; more are compared in parts by the hash of their key.</summary>
    private const long PartRows = 4_000_000;

    private readonly ConcurrentDictionary<string, Lazy<Task<ChangeFile>>> _made = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(shards.Folder, "changes")).FullName;

    public async Task<ChangeFile> OfAsync(Grant grant, Pinned before, Pinned after)
    {
        var name = $"{grant.Id}-{before.Data.Number}-{after.Data.Number}-{before.Data.Hash[..12]}{after.Data.Hash[..12]}.lines";
        try
        {
            var made = await _made.GetOrAdd(name, n => new(() => Task.Run(() => MakeAsync(grant, before, after, Path.Combine(_folder, n))))).Value;
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
        return await OfAsync(grant, before, after);
    }

    /// <summary>The items by which a grant's changes are told: those that identify a record and are given as they are, or under a pseudonym that stays the same.</summary>
    public static ImmutableArray<Item> KeysOf(Grant grant, Description columns) =>
        [.. columns.Items.Where(i => i.Identifies && grant.Items.Any(g => g.Key == i.Key && g.Mask is Mask.None or Mask.Pseudonym))];

    /// <summary>The columns that are read for a grant: what it gives, and what its filter looks at.</summary>
    public static ImmutableArray<Item> Needed(Grant grant, Description columns) =>
        [.. columns.Items.Where(i => i.Names is not null || grant.Items.Any(g => g.Key == i.Key) || RowFilters.Items(grant.Rows).Contains(i.Key, StringComparer.Ordinal))];

    private async Task<ChangeFile> MakeAsync(Grant grant, Pinned before, Pinned after, string target)
    {
        var needed = Needed(grant, after.Columns);
        GrantedView view = new(grant, after.Columns, [.. needed.Select(i => i.Key)], keys.Pseudonyms);
        var key = KeysOf(grant, after.Columns).Select(k => needed.IndexOf(k)).ToArray();
        var given = key.Select(at => view.Items.IndexOf(needed[at].Key)).ToArray();
        var (old, now) = (await shards.PathsAsync(before.Data), await shards.PathsAsync(after.Data));
        var draft = Path.Combine(shards.Drafts, Path.GetRandomFileName());
        try
        {
            var places = new List<long>();
            using (var duck = DuckSession.Open(shards.Folder, threads: 1, Memory))
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                var comparison = new Comparison(old, now, needed, key);
                var parts = (int)(1 + ((before.Data.Rows + after.Data.Rows) / PartRows));
                for (var part = 0; part < parts && !comparison.IsEqual; part++)
                {
                    Write(duck, comparison.Question(part, parts), needed.Length, key, given, view, file, places);
                }
                places.Add(file.Position);
            }
            File.Move(draft, target, overwrite: true);
            await using var finished = File.OpenRead(target);
            return new(target, Convert.ToHexStringLower(await SHA256.HashDataAsync(finished))[..16], [.. places], [.. key.Select(at => needed[at].Key)], view.Items);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Write(DuckSession duck, string question, int columns, int[] key, int[] given, GrantedView view, FileStream file, List<long> places)
    {
        using var reader = ChunkReader.Ask(duck, question);
        string?[]? current = null;
        List<string?[]> before = [], after = [];
        while (reader.Next())
        {
            for (var i = 0; i < reader.Rows; i++)
            {
                var record = new string?[columns];
                for (var column = 0; column < columns; column++)
                {
                    var values = reader[column + 1];
                    record[column] = values.IsNull(i) ? null : Encoding.UTF8.GetString(values.Text(i));
                }
                if (current is not null && key.Any(at => current[at] != record[at]))
                {
                    Close();
                }
                current = record;
                if (view.Lets(record))
                {
                    (reader[0].Text(i)[0] == (byte)'0' ? before : after).Add(record);
                }
            }
        }
        Close();

        void Close()
        {
            if (before.Count + after.Count > 0)
            {
                var (was, now) = (Given(before), Given(after));
                // What only changed behind a mask, or in an item that the filter alone looks at, is no change for the recipient.
                if (!was.Select(Line).SequenceEqual(now.Select(Line), StringComparer.Ordinal))
                {
                    var named = before.Concat(after).SelectMany(view.Named).Distinct(StringComparer.Ordinal).ToArray();
                    places.Add(file.Position);
                    JsonSerializer.Serialize(file, new KeyChange([.. given.Select(at => (now.Length > 0 ? now : was)[0][at])], now, named));
                    file.WriteByte((byte)'\n');
                }
            }
            before.Clear();
            after.Clear();
        }

        string?[][] Given(List<string?[]> records) => [.. records.Select(view.Give).OrderBy(Line, StringComparer.Ordinal)];

        static string Line(string?[] record) => JsonSerializer.Serialize(record);
    }

    /// <summary>The question to the warehouse: all records, of both versions, under keys where anything is different.</summary>
    private sealed class Comparison(IReadOnlyList<string> old, IReadOnlyList<string> now, ImmutableArray<Item> items, int[] key)
    {
        private readonly string _keys = string.Join(", ", key.Select(k => $"c{k}"));

        /// <summary>Equal files hold equal rows: nothing needs to be looked at.</summary>
        public bool IsEqual => old.Order(StringComparer.Ordinal).SequenceEqual(now.Order(StringComparer.Ordinal), StringComparer.Ordinal);

        public string Question(int part, int parts)
        {
            var all = string.Join(", ", items.Select((_, i) => $"c{i}"));
            return $"WITH o AS ({Rows(old, part, parts)}), n AS ({Rows(now, part, parts)}), " +
                $"lo AS ({Rows([.. old.Except(now, StringComparer.Ordinal)], part, parts)}), ln AS ({Rows([.. now.Except(old, StringComparer.Ordinal)], part, parts)}), " +
                $"d AS (SELECT DISTINCT {_keys} FROM ((SELECT {all} FROM ln EXCEPT ALL SELECT {all} FROM lo) UNION ALL (SELECT {all} FROM lo EXCEPT ALL SELECT {all} FROM ln))) " +
                $"SELECT '0' AS side, {all} FROM o SEMI JOIN d USING ({_keys}) UNION ALL SELECT '1' AS side, {all} FROM n SEMI JOIN d USING ({_keys}) ORDER BY {_keys}, side";
        }

        private string Rows(IReadOnlyList<string> paths, int part, int parts)
        {
            var columns = string.Join(", ", items.Select((item, i) => $"{ParquetColumn.AsText(item)} AS c{i}"));
            var known = string.Join(" AND ", key.Select(k => $"{Sql.Name(items[k].Key)} IS NOT NULL"));
            var share = parts == 1 ? "" : $" AND hash({Sql.Name(items[key[0]].Key)}) % {parts} = {part}";
            return paths.Count == 0
                ? $"SELECT {columns} FROM {Sql.Shards(old.Count > 0 ? old : now)} WHERE false"
                : $"SELECT {columns} FROM {Sql.Shards(paths)} WHERE {known}{share}";
        }
    }
}

/// <summary>What changed for a grant from one version to another, by key.</summary>
/// <param name="Places">Where each line begins, and the end of the last.</param>
/// <param name="Keys">Items of the key.</param>
/// <param name="Items">Items of the records.</param>
internal sealed record ChangeFile(string Path, string Digest, ImmutableArray<long> Places, ImmutableArray<string> Keys, ImmutableArray<string> Items)
{
    public int Count => Places.Length - 1;

    /// <summary>Changes from this number on, at most so many and not more than so many people.</summary>
    public async Task<List<KeyChange>> ReadAsync(int from, int most, int mostSubjects, CancellationToken cancel)
    {
        var found = new List<KeyChange>();
        var subjects = new HashSet<string>(StringComparer.Ordinal);
        await using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 14, FileOptions.Asynchronous);
        for (var i = from; i < Count && found.Count < most; i++)
        {
            var line = new byte[Places[i + 1] - Places[i]];
            file.Position = Places[i];
            await file.ReadExactlyAsync(line, cancel);
            var change = JsonSerializer.Deserialize<KeyChange>(line)!;
            subjects.UnionWith(change.Subjects);
            if (found.Count > 0 && subjects.Count > mostSubjects)
            {
                break;
            }
            found.Add(change);
        }
        return found;
    }
}
