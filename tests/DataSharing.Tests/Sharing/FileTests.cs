using System.Text;
using CsCheck;
using Xunit;
using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Exchange;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.DataSharing.Warehouse;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Tests.Sharing;

/// <summary>A department takes a whole file, part of which turns up in the street.</summary>
public sealed class FileTests
{
    private const string Residents = "SELECT '45020' || (i % 5) || '19880808' || lpad(i::VARCHAR, 4, '0') AS id_no, CASE WHEN i = 4 THEN NULL WHEN i = 6 THEN '' ELSE chr((20000 + i % 97)::INTEGER) || '居民,\"' || i END AS name, DATE '1988-08-08' AS born_on, CASE WHEN i % 2 = 0 THEN '450202' ELSE '450203' END AS division FROM range(3000) t(i)";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_holds_what_the_grant_lets_through_in_both_formats_and_is_charged_once()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(), Residents);
        var user = pool.Of("housing-fund", Roles.DataUser);
        var asked = GrantTests.Asked(pool, new Where("division", Comparison.In, ["450202"]), [new("name"), new("id_no", Mask.Identity), new("born_on")]) with { DailyQuota = 2000 };
        var grant = (await pool.Get<ISharingDesk>().AskAsync(user, asked, Cancel)).GrantId!;
        var files = pool.Get<FileExchange>();
        var (csv, content, _) = await files.OpenAsync(user, "pop.person", grant, FileFormat.Csv, Cancel);
        Assert.Equal(1500, csv.Rows);
        using var reader = new StreamReader(content, Encoding.UTF8);
        Assert.Equal("name,id_no,born_on,zj_code", await reader.ReadLineAsync(Cancel));
        var (parquet, again, _) = await files.OpenAsync(user, "pop.person", grant, FileFormat.Parquet, Cancel);
        again.Dispose();
        using var duck = DuckSession.Open(pool.Get<ShardStore>().Folder, threads: 1, memory: 256L << 20);
        Assert.Equal([(1500L, 1L, 1L, "DATE")], duck.Ask($"SELECT count(*), count(*) FILTER (name IS NULL), count(*) FILTER (name = ''), typeof(any_value(born_on)) FROM {Sql.Shards([parquet.Path])}", r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetString(3))));
        Assert.Equal(1500, duck.Ask($"SELECT count(*) FROM {Sql.Shards([parquet.Path])} WHERE regexp_matches(id_no, '^45020[0-4][*＊]{{11}}[0-9]$') AND length(zj_code) = 16", r => r.GetInt64(0))[0]);
        // The quota of 2,000 is charged once for the 1,500 rows of this version, however often it is resumed.
        Assert.Equal(2, (await pool.FollowedAsync(() => pool.Get<UseTrace>().OnGroundAsync("grant/" + grant, null, 10, Cancel), u => u.Count == 2)).Count(u => u.Rows == 1500));
        var small = (await pool.Get<ISharingDesk>().AskAsync(user, asked with { DailyQuota = 1499 }, Cancel)).GrantId!;
        await Assert.ThrowsAsync<QuotaSpentException>(() => files.OpenAsync(user, "pop.person", small, FileFormat.Csv, Cancel));

        // A transfer that is under way breaks off when the grant is taken back.
        var (_, running, _) = await files.OpenAsync(user, "pop.person", grant, FileFormat.Csv, Cancel);
        var buffer = new byte[100];
        Assert.Equal(100, await running.ReadAsync(buffer, Cancel));
        await pool.Get<ISharingDesk>().RevokeAsync(pool.Of("public-security", Roles.Steward), grant, "发现文件外泄", Cancel);
        await Assert.ThrowsAsync<IOException>(() => running.ReadAsync(buffer, Cancel).AsTask());
        running.Dispose();
        await Assert.ThrowsAsync<DeniedException>(() => files.OpenAsync(user, "pop.person", grant, FileFormat.Csv, Cancel));
    }

    [Fact]
    public async Task Two_hundred_rows_of_a_leaked_file_name_whose_it_was()
    {
        await using var pool = await Pool.OpenAsync();
        await pool.PublishAsync(pool.Person(), Residents);
        var user = pool.Of("housing-fund", Roles.DataUser);
        var made = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            made.Add((await pool.Get<ISharingDesk>().AskAsync(user, GrantTests.Asked(pool, items: [new("id_no", Mask.Identity), new("name", Mask.Name)]) with { DailyQuota = 10_000 }, Cancel)).GrantId!);
        }
        var keys = made.Select(g => (g, Watermark.KeyOf(pool.Get<GrantKeys>().Marks, g))).ToList();
        var (file, content, _) = await pool.Get<FileExchange>().OpenAsync(user, "pop.person", made[5], FileFormat.Csv, Cancel);
        content.Dispose();
        var rows = (await File.ReadAllLinesAsync(file.Path, Cancel)).Skip(1).Select(l => l.Split(',')).ToList();
        var random = new Random(20220816);
        for (var round = 0; round < 20; round++)
        {
            var leaked = rows.OrderBy(_ => random.Next()).Take(200).ToList();
            Assert.Equal(made[5], Assert.Single(LeakTrace.Name(leaked.SelectMany(r => r), keys)).GrantId);
            // Without the column of codes; without all but the masked names and codes; only the masked identity numbers.
            Assert.Equal(made[5], Assert.Single(LeakTrace.Name(leaked.SelectMany(r => r[..2]), keys)).GrantId);
            Assert.Equal(made[5], Assert.Single(LeakTrace.Name(leaked.Select(r => r[0]), keys)).GrantId);
            Assert.Equal(made[5], Assert.Single(LeakTrace.Name(leaked.Select(r => r[2]).Take(2), keys)).GrantId);
        }
        // Half from one recipient, half from another: both are named.
        var (other, second, _) = await pool.Get<FileExchange>().OpenAsync(user, "pop.person", made[2], FileFormat.Csv, Cancel);
        second.Dispose();
        var mixed = rows.Take(200).Concat((await File.ReadAllLinesAsync(other.Path, Cancel)).Skip(1).Take(200).Select(l => l.Split(',')));
        Assert.Equal([made[2], made[5]], LeakTrace.Name(mixed.Select(r => r[2]), keys).Select(n => n.GrantId).Order(StringComparer.Ordinal));
        // Who has evened out the width of all signs and removed the codes leaves no mark, and nobody is accused.
        Assert.Empty(LeakTrace.Name(rows.Take(200).SelectMany(r => r[..2]).Select(Watermark.Unspelt), keys));
    }

    [Fact]
    public void A_mark_changes_no_meaning_and_nobody_innocent_is_named()
    {
        var innocent = Enumerable.Range(0, 300).Select(i => ($"g{i}", Watermark.KeyOf([1, 2, 3], $"g{i}"))).ToList();
        Gen.String[Gen.Char["柳州市（）()，,：:＊*号1"], 1, 30].Array[200].Sample(values =>
        {
            var key = innocent[7].Item2;
            Assert.All(values, v => Assert.Equal(Watermark.Unspelt(v), Watermark.Unspelt(Watermark.Spell(key, v))));
            Assert.All(values, v => Assert.Equal(Watermark.Places(v), Watermark.Agreeing(key, Watermark.Spell(key, v))));
            Assert.Equal("g7", Assert.Single(LeakTrace.Name(values.Select(v => Watermark.Spell(key, v)), innocent)).GrantId);
            Assert.Empty(LeakTrace.Name(values.Select(Watermark.Unspelt), innocent));
        }, iter: 10, threads: 1);
    }
}
