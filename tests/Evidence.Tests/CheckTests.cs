using Xunit;
using Zhuangjin.Evidence.Check;
using Zhuangjin.Evidence.Contracts;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Somebody with full access to database and files changes the past; `zj fsck` says where.</summary>
public sealed class CheckTests
{
    private static async Task<TestLog> SmallAsync(int events = 6)
    {
        var log = await TestLog.OpenAsync();
        for (var i = 1; i <= events; i++)
        {
            await log.RecordAsync("case/a", i, "张三");
            await log.SealAllAsync();
        }
        await log.Publisher.PublishAsync(default);
        return log;
    }

    private static async Task<TestLog> LargeAsync()
    {
        var log = await TestLog.OpenAsync();
        await log.Database.WriteAsync(async s =>
        {
            for (var i = 1; i <= 700; i++)
            {
                await log.Recorder.RecordAsync(s, Samples.Event("case/a", i));
            }
            return 0;
        });
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
        return log;
    }

    private static Task<LogCheckReport> CheckAsync(TestLog log) => StoredLogCheck.RunAsync(log.Database, log.DataDirectory, progress: null, log.Hidden, default);

    private static Task<int> ChangeAsync(TestLog log, string sql, params object?[] args) => log.Database.WriteAsync(s => s.ExecuteAsync(sql, args));

    /// <summary>Thousands of checks are many times faster without SM2 signatures; both trees are checked alike, and the national one has tests of its own.</summary>
    private static async Task WithoutNationalTreeAsync(TestLog log)
    {
        await ChangeAsync(log, "delete from evidence_log where name = 'log-gm'");
        await ChangeAsync(log, "delete from evidence_national_checkpoint");
    }

    [Theory]
    [InlineData("update evidence_national_node set hash = zeroblob(32) where place = 1", "log-gm node 1/1 node")]
    [InlineData("delete from evidence_national_node where place = 0", "log-gm node 1/0 node-missing")]
    [InlineData("insert into evidence_national_node values (2, 0, zeroblob(32))", "log-gm node node-beyond")]
    [InlineData("update evidence_national_checkpoint set root = zeroblob(32) where size = 700", "log-gm checkpoint 700 checkpoint")]
    [InlineData("delete from evidence_national_checkpoint where size = 700", "log-gm checkpoint 700 checkpoint-missing")]
    [InlineData("update evidence_log set edge = zeroblob(length(edge)) where name = 'log-gm'", "log-gm log-row")]
    [InlineData("update evidence_entry set entry = cast(replace(cast(entry as text), 'planning', 'plannong') as blob) where place = 300", "row 300 row-leaf")]
    public async Task The_national_tree_is_checked_with_the_main_one(string sql, string expected)
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 700);
        await fixture.FollowAsync();
        var sound = await CheckAsync(fixture.Log);
        Assert.Empty(sound.Findings);
        Assert.True(sound.Files >= 16);
        Assert.NotEqual(0, await ChangeAsync(fixture.Log, sql));
        var first = (await CheckAsync(fixture.Log)).Findings.First();
        Assert.Equal(expected, $"{first.Place} {first.What.Code["evidence.check.".Length..]}");
    }

    [Fact]
    public async Task An_outsider_checks_the_national_tree_from_its_files_alone()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 700);
        await fixture.FollowAsync();
        var report = await LogCheck.RunPublishedAsync(fixture.National.Folder.Path, fixture.National.Key.Verifier.ToString());
        Assert.Empty(report.Findings);
        Assert.Equal(700, report.Size);
    }

    [Fact]
    public async Task A_changed_file_of_the_national_tree_is_named()
    {
        await using var fixture = await NationalFixture.OpenAsync();
        await fixture.GrowAsync("case/a", 700);
        await fixture.FollowAsync();
        var file = Path.Combine(fixture.Log.DataDirectory, "log-gm", "tile/0/001");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var finding = Assert.Single((await CheckAsync(fixture.Log)).Findings);
        Assert.Equal(("log-gm tile/0/001", "evidence.check.file-differs", "257"), (finding.Place, finding.What.Code, finding.What.Args[0]));
    }

    [Fact]
    public async Task A_sound_log_has_no_findings()
    {
        await using var log = await LargeAsync();
        await log.RecordAsync("case/a", 701, "waiting"); // recorded and not sealed: nothing wrong
        var report = await CheckAsync(log);
        Assert.Empty(report.Findings);
        Assert.Equal((700L, 3L), (report.Size, report.Checkpoints));
        Assert.True(report.Files >= 8);
    }

    [Theory]
    [InlineData("update evidence_entry set entry = cast(replace(cast(entry as text), 'planning', 'plannong') as blob) where place = 300", "row 300", "row-leaf")]
    [InlineData("update evidence_entry set leaf = zeroblob(32) where place = 300", "row 300", "row-leaf")]
    [InlineData("update evidence_entry set type = 'cases.item-refused' where place = 300", "row 300", "row-columns")]
    [InlineData("update evidence_entry set at = at + 1 where place = 300", "row 300", "row-columns")]
    [InlineData("update evidence_entry set place = null, leaf = null where place = 300", "row 300", "row-missing")]
    [InlineData("delete from evidence_entry where place = 300", "row 300", "row-missing")]
    [InlineData("update evidence_node set hash = zeroblob(32) where place = 1", "node 1/1", "node")]
    [InlineData("delete from evidence_node where place = 0", "node 1/0", "node-missing")]
    [InlineData("insert into evidence_node values (1, 2, zeroblob(32))", "node", "node-beyond")]
    [InlineData("update evidence_checkpoint set root = zeroblob(32) where size = 700", "checkpoint 700", "checkpoint")]
    [InlineData("delete from evidence_checkpoint where size = 700", "checkpoint 700", "checkpoint-missing")]
    [InlineData("update evidence_log set size = 699 where name = 'log'", "log", "log-row")]
    [InlineData("update evidence_log set root = zeroblob(32) where name = 'log'", "log", "log-row")]
    [InlineData("delete from evidence_log", "log", "no-log")]
    [InlineData("update evidence_entry set previous = (select id from evidence_entry where place = 5) where place = 300", "row 300", "row-previous")]
    [InlineData("update evidence_stream set last = 699", "stream case/a", "stream-head")]
    [InlineData("delete from evidence_stream", "stream", "stream-headless")]
    [InlineData("insert into evidence_private values ('nobody', 'a', zeroblob(16), 'b')", "private fields of nobody", "private-orphan")]
    [InlineData("insert into evidence_private_box values ('nobody', 'key', null)", "private fields of nobody", "private-orphan")]
    public async Task A_changed_row_is_named(string sql, string place, string code)
    {
        await using var log = await LargeAsync();
        Assert.NotEqual(0, await ChangeAsync(log, sql));
        var first = (await CheckAsync(log)).Findings.First();
        Assert.Equal((place, "evidence.check." + code), (first.Place, first.What.Code));
    }

    [Fact]
    public async Task A_changed_private_value_is_named_and_an_erased_one_is_none_of_fscks_business()
    {
        await using var log = await SmallAsync();
        var id = (await log.Proofs.SealsAsync("case/a"))[2].EntryId;
        var other = (await log.Proofs.SealsAsync("case/a"))[3].EntryId;
        await ChangeAsync(log, "update evidence_private_box set box = (select box from evidence_private_box where entry_id = $2) where entry_id = $1", id, other);
        Assert.Equal("row 2", Assert.Single((await CheckAsync(log)).Findings).Place);
        await ChangeAsync(log, "delete from evidence_private_box where entry_id = $1", id);
        Assert.Empty((await CheckAsync(log)).Findings);
    }

    [Fact]
    public async Task Every_bit_of_every_published_file_is_watched()
    {
        await using var log = await SmallAsync(2);
        await WithoutNationalTreeAsync(log);
        foreach (var file in Directory.EnumerateFiles(log.Folder.Path, "*", SearchOption.AllDirectories).ToList())
        {
            var place = Path.GetRelativePath(log.Folder.Path, file);
            var bytes = await File.ReadAllBytesAsync(file);
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                await File.WriteAllBytesAsync(file, bytes);
                var findings = (await CheckAsync(log)).Findings;
                Assert.True(findings.Count > 0, $"{place}, bit {bit}");
                Assert.Equal(place == "checkpoint" ? "checkpoint file" : place, findings[0].Place);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
            await File.WriteAllBytesAsync(file, bytes);
        }
        Assert.Empty((await CheckAsync(log)).Findings);
    }

    [Fact]
    public async Task Every_bit_of_every_sealed_row_is_watched()
    {
        await using var log = await SmallAsync(3);
        await WithoutNationalTreeAsync(log);
        foreach (var (table, column, where) in new[]
        {
            ("evidence_entry", "entry", "place = 1"), ("evidence_entry", "leaf", "place = 1"), ("evidence_log", "root", "name = 'log'"),
            ("evidence_log", "edge", "name = 'log'"), ("evidence_checkpoint", "root", "size = 2"), ("evidence_private_box", "box", "entry_id = (select id from evidence_entry where place = 1)"),
        })
        {
            var read = $"select {column} from {table} where {where}";
            var good = (await log.Database.ReadAsync(s => s.FirstAsync(read, r => r.GetFieldValue<byte[]>(0))))!;
            for (var bit = 0; bit < good.Length * 8; bit++)
            {
                var bad = (byte[])good.Clone();
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
                await ChangeAsync(log, $"update {table} set {column} = $1 where {where}", bad);
                var findings = (await CheckAsync(log)).Findings;
                Assert.True(findings.Count > 0, $"{table}.{column}, bit {bit}");
                if (table == "evidence_entry")
                {
                    Assert.Equal("row 1", findings[0].Place);
                }
            }
            await ChangeAsync(log, $"update {table} set {column} = $1 where {where}", good);
            Assert.Empty((await CheckAsync(log)).Findings);
        }
    }

    [Fact]
    public async Task Missing_and_foreign_files_are_named()
    {
        await using var log = await LargeAsync();
        File.Delete(Path.Combine(log.Folder.Path, "tile/0/001"));
        await File.WriteAllTextAsync(Path.Combine(log.Folder.Path, "tile/0/readme"), "hello");
        Assert.Equal(
            [("tile/0/001", "evidence.check.file-missing"), ("tile/0/readme", "evidence.check.file-foreign")],
            (await CheckAsync(log)).Findings.Select(f => (f.Place, f.What.Code)));
    }

    [Fact]
    public async Task A_database_from_an_older_backup_is_told_by_what_is_published_and_does_not_start()
    {
        await using var log = await SmallAsync(5);
        foreach (var sql in new[]
        {
            "delete from evidence_private_box", "delete from evidence_entry where place >= 4", "delete from evidence_checkpoint where size > 4", "update evidence_stream set last = 4",
        })
        {
            await ChangeAsync(log, sql);
        }
        // Exactly the rows that a backup after four events would hold.
        await using var older = await SmallAsync(0);
        var edge = new Tree.RightEdge(Tree.Sha256TreeHash.Instance);
        foreach (var leaf in await log.Database.ReadAsync(s => Sealing.SealedRows.HashesAsync(s, 0, 0, 4)))
        {
            edge.Append(leaf);
        }
        var note = log.Key.Note.Sign(new Notes.Checkpoint(log.Key.Verifier.Name, 4, edge.Root()).Text).ToString();
        await ChangeAsync(log, "update evidence_log set size = 4, edge = $1, root = $2, note = $3 where name = 'log'", edge.ToBytes(), edge.Root(), note);

        var finding = Assert.Single((await CheckAsync(log)).Findings);
        Assert.Equal(("checkpoint file", "evidence.check.file-ahead"), (finding.Place, finding.What.Code));
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(log.StartAsync);
        Assert.Contains("older backup", refusal.Message);
    }

    [Theory]
    [InlineData("update evidence_entry set leaf = zeroblob(32) where place = 5", "row 5")]
    [InlineData("delete from evidence_entry where place = 5", "last row is 4")]
    [InlineData("update evidence_log set edge = zeroblob(length(edge))", "right edge")]
    [InlineData("update evidence_log set size = 5", "row")]
    public async Task A_log_that_contradicts_its_checkpoint_does_not_start(string sql, string reason)
    {
        await using var log = await SmallAsync();
        await log.StartAsync();
        Assert.NotEqual(0, await ChangeAsync(log, sql));
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(log.StartAsync);
        Assert.Contains(reason, refusal.Message);
    }

    [Fact]
    public async Task A_wrong_tree_is_never_signed()
    {
        await using var log = await SmallAsync();
        await log.RecordAsync("case/a", 7);
        await ChangeAsync(log, "update evidence_log set edge = zeroblob(length(edge))");
        await Assert.ThrowsAsync<InvalidDataException>(() => log.Sequencer.SealAsync(default));
        Assert.Equal(6, (await log.StateAsync()).Size);
    }
}
