using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Erasing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A person asks that what is kept of him be erased (PIPL, art. 47). The platform does it, and every proof still holds.</summary>
public sealed class ErasingTests(SharedStore shared) : IClassFixture<SharedStore>
{
    private const string Zhang = "party/zhang";

    private static readonly LogOperator Operator = new("p1", "office/1");

    private static Erasure ErasureOf(TestLog log) => new(log.Database, log.Recorder, log.Subjects, new ErasureJournal(Path.Combine(log.DataDirectory, ErasureJournal.FileName)), TimeProvider.System);

    private static ErasuresAgain Again(TestLog log) =>
        new(log.Database, new ErasureJournal(Path.Combine(log.DataDirectory, ErasureJournal.FileName)), log.Folder, TimeProvider.System, NullLogger<ErasuresAgain>.Instance);

    private static Task RecordAsync(TestLog log, string stream, long sequence, string secret, string? subject) =>
        log.Database.WriteAsync(s => log.Recorder.RecordAsync(s, Samples.Event(stream, sequence, secret) with { Subject = subject }));

    /// <summary>Two cases of Zhang's, one of somebody else's.</summary>
    private static async Task<TestLog> ThreeCasesAsync(string? address = null)
    {
        var log = await TestLog.OpenAsync(address);
        await RecordAsync(log, "case/a", 1, "张三", Zhang);
        await RecordAsync(log, "case/a", 2, "张三 again", Zhang);
        await RecordAsync(log, "case/b", 1, "张三 in b", Zhang);
        await RecordAsync(log, "case/c", 1, "李四", "party/li");
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
        return log;
    }

    private static async Task<ProofReport> ProveAsync(TestLog log, string stream) =>
        ProofVerifier.Verify(await log.Proofs.ProofFileAsync(stream, (_, _) => true), log.Key.Verifier.ToString());

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Nothing_is_left_of_the_erased_and_all_proofs_hold(Dialect dialect)
    {
        await using var log = await ThreeCasesAsync(dialect == Dialect.Postgres ? await shared.Cluster.CreateDatabaseAsync() : null);
        var before = await ProveAsync(log, "case/a");
        Assert.Equal("张三", before.Events[0].Disclosed["officer"]);

        var erasure = ErasureOf(log);
        var view = await erasure.LookAsync(Zhang);
        Assert.Equal((3L, 3L), (view.Entries, view.Fields["officer"]));
        Assert.Equal(["case/a", "case/b"], view.Streams);

        var done = await erasure.EraseAsync(Operator, Zhang, "保存期限届满，本人申请删除", "pipl-47-2");
        Assert.Equal(3, done.Entries);
        await log.SealAllAsync();

        var after = await ProveAsync(log, "case/a");
        Assert.True(after.Holds);
        Assert.All(after.Events, e => Assert.Equal((0, 0, "officer"), (e.Disclosed.Count, e.Withheld.Count, Assert.Single(e.Erased))));
        var other = await ProveAsync(log, "case/c");
        Assert.Equal("李四", other.Events[0].Disclosed["officer"]);
        Assert.Empty(other.Events[0].Erased);

        var told = Assert.Single(await erasure.DoneAsync(10));
        Assert.Equal((Zhang, 3L, "pipl-47-2", 4L), (told.Subject, told.Entries, told.Basis, told.Index!.Value));
        Assert.Empty((await Check.StoredLogCheck.RunAsync(log.Database, log.DataDirectory, null, log.Hidden, default)).Findings);
        Assert.Equal(0, (await erasure.LookAsync(Zhang)).Entries);
    }

    [Fact]
    public async Task Neither_values_nor_keys_stand_in_the_stores_files_afterwards()
    {
        await using var log = await TestLog.OpenAsync();
        await RecordAsync(log, "case/a", 1, "张三的住址", Zhang);
        // What a thief of the database finds is closed before the erasure already.
        var (box, wrapped) = await log.Database.ReadAsync(s => s.FirstAsync(
            "select b.box, k.wrapped from evidence_private_box b join evidence_subject_key k on k.id = b.key_id", r => (r.GetFieldValue<byte[]>(0), r.GetFieldValue<byte[]>(1))));
        Assert.Equal(-1, box.AsSpan().IndexOf(Encoding.UTF8.GetBytes("张三")));

        await ErasureOf(log).EraseAsync(Operator, Zhang, "本人撤回同意", "pipl-47-3");
        await log.Database.DisposeAsync(); // the last connection folds the write-ahead log into the file
        var file = await File.ReadAllBytesAsync(Path.Combine(log.DataDirectory, "zhuangjin.db"));
        Assert.Equal(-1, file.AsSpan().IndexOf(box.AsSpan(1)));
        Assert.Equal(-1, file.AsSpan().IndexOf(wrapped.AsSpan(1)));
    }

    [Fact]
    public async Task What_is_recorded_after_an_erasure_lies_under_a_new_key()
    {
        await using var log = await ThreeCasesAsync();
        var prepared = log.Recorder.Prepare(Samples.Event("case/a", 3, "while erasing") with { Subject = Zhang });
        await ErasureOf(log).EraseAsync(Operator, Zhang, "本人撤回同意", "pipl-47-3");

        // Prepared before, recorded after: refused, for nobody could ever read it; the second attempt succeeds.
        await Assert.ThrowsAsync<ConflictException>(() => log.Database.WriteAsync(async s =>
        {
            await log.Recorder.RecordPreparedAsync(s, [prepared]);
            return 0;
        }));
        await RecordAsync(log, "case/a", 3, "after", Zhang);
        await log.SealAllAsync();
        var report = await ProveAsync(log, "case/a");
        Assert.Equal(["officer"], report.Events[1].Erased);
        Assert.Equal("after", report.Events[2].Disclosed["officer"]);
    }

    [Fact]
    public async Task Rows_from_before_there_were_keys_are_read_and_erased_by_their_stream()
    {
        await using var log = await TestLog.OpenAsync();
        var old = Samples.Event("case/old", 1, "王五");
        var salt = Entries.Commitment.NewSalt();
        var entry = Samples.Entry with { Id = "old1", Stream = "case/old", Commitments = Samples.Entry.Commitments.Add("officer", Entries.Commitment.Of(salt, "officer", "王五")) };
        await log.Database.WriteAsync(async s =>
        {
            await s.ExecuteAsync("insert into evidence_entry (id, stream, sequence, type, at, entry) values ('old1', 'case/old', 1, $1, $2, $3)", entry.Type, Kernel.Time.ChinaTime.ToMicros(entry.At), entry.ToBytes());
            await s.ExecuteAsync("insert into evidence_stream (stream, last, entry_id, since) values ('case/old', 1, 'old1', 0)");
            return await s.ExecuteAsync("insert into evidence_private values ('old1', 'officer', $1, '王五')", salt);
        });
        await log.SealAllAsync();
        Assert.Equal("王五", (await ProveAsync(log, "case/old")).Events[0].Disclosed["officer"]);
        Assert.Equal(1, (await ErasureOf(log).EraseAsync(Operator, "case/old", "保存期限届满", "pipl-47-2")).Entries);
        Assert.Equal(["officer"], (await ProveAsync(log, "case/old")).Events[0].Erased);
    }

    [Fact]
    public async Task A_backup_from_before_the_erasure_does_not_bring_it_back()
    {
        await using var log = await ThreeCasesAsync();
        var backup = Path.Combine(log.DataDirectory, "backup.db");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(log.DataDirectory, "zhuangjin.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"vacuum into '{backup}'";
            await command.ExecuteNonQueryAsync();
        }
        await ErasureOf(log).EraseAsync(Operator, Zhang, "本人撤回同意", "pipl-47-3");
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);

        async Task<KeptFields> RestoredAsync(string carried)
        {
            using var folder = new Testing.TestFolder();
            File.Copy(backup, Path.Combine(folder.Path, "zhuangjin.db"));
            if (carried == "journal")
            {
                File.Copy(Path.Combine(log.DataDirectory, ErasureJournal.FileName), Path.Combine(folder.Path, ErasureJournal.FileName));
            }
            await using var store = Databases.Open(Databases.DefaultAddress, folder.Path);
            var journal = new ErasureJournal(Path.Combine(folder.Path, ErasureJournal.FileName));
            var published = carried == "published log" ? log.Folder : new Publishing.LogFolder(Path.Combine(folder.Path, "log"));
            await new ErasuresAgain(store, journal, published, TimeProvider.System, NullLogger<ErasuresAgain>.Instance).StartAsync(default);
            var first = await store.ReadAsync(s => s.FirstAsync("select id from evidence_entry where place = 0", r => r.GetString(0)));
            return await store.ReadAsync(s => log.Hidden.OfEntryAsync(s, first!));
        }

        Assert.False((await RestoredAsync("nothing")).Erased); // the backup does hold it
        Assert.True((await RestoredAsync("journal")).Erased);
        Assert.True((await RestoredAsync("published log")).Erased);
    }

    [Fact]
    public async Task A_journal_that_was_lost_is_written_again_from_the_log_and_a_damaged_one_stops_the_start()
    {
        await using var log = await ThreeCasesAsync();
        await ErasureOf(log).EraseAsync(Operator, Zhang, "本人撤回同意", "pipl-47-3");
        var file = Path.Combine(log.DataDirectory, ErasureJournal.FileName);
        var written = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("本人", written);
        File.Delete(file);
        await Again(log).StartAsync(default);
        Assert.Equal(written, await File.ReadAllTextAsync(file));
        await File.WriteAllTextAsync(file, written[..(written.Length / 2)]);
        Assert.Contains("damaged", (await Assert.ThrowsAsync<InvalidDataException>(() => Again(log).StartAsync(default))).Message);
    }

    [Fact]
    public async Task An_erasure_needs_a_reason_a_basis_and_something_to_erase()
    {
        await using var log = await ThreeCasesAsync();
        var erasure = ErasureOf(log);
        Assert.Equal("reason", (await Assert.ThrowsAsync<InvalidInputException>(() => erasure.EraseAsync(Operator, Zhang, " ", "pipl-47-2"))).Faults[0].Field);
        Assert.Equal("basis", (await Assert.ThrowsAsync<InvalidInputException>(() => erasure.EraseAsync(Operator, Zhang, "因为需要", "because"))).Faults[0].Field);
        await Assert.ThrowsAsync<NotFoundException>(() => erasure.EraseAsync(Operator, "party/nobody", "因为需要", "pipl-47-2"));
        Assert.Empty(await erasure.DoneAsync(10));
    }
}
