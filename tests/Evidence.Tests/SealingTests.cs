using Xunit;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Tests;

public sealed class SealingTests
{
    [Fact]
    public async Task What_is_recorded_gets_its_place_under_a_signed_checkpoint()
    {
        await using var log = await TestLog.OpenAsync();
        Assert.Equal(0, await log.SealAllAsync());
        for (var i = 1; i <= 10; i++)
        {
            await log.RecordAsync("case/a", i);
            await log.RecordAsync("case/b", i);
        }
        Assert.Equal(20, await log.SealAllAsync());
        Assert.Equal(0, await log.SealAllAsync());

        var state = await log.StateAsync();
        Assert.Equal(20, state.Size);
        Assert.Null(state.Contradiction());
        var rows = await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, 20));
        Assert.Equal(NaiveTree.Root([.. rows.Select(r => NaiveTree.Leaf(r.Entry))]), state.Root);
        foreach (var stream in rows.Select(r => Entry.Read(r.Entry)).GroupBy(e => e.Stream))
        {
            Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), stream.Select(e => e.Sequence));
        }
    }

    [Fact]
    public async Task A_log_of_many_batches_has_the_naive_root_and_all_nodes_of_its_tiles()
    {
        await using var log = await TestLog.OpenAsync();
        const int size = 10_000;
        await log.Database.WriteAsync(async s =>
        {
            for (var i = 1; i <= size; i++)
            {
                await log.Recorder.RecordAsync(s, Samples.Event("case/a", i));
            }
            return 0;
        });
        Assert.Equal(size, await log.SealAllAsync());
        var state = await log.StateAsync();
        var leaves = await log.Database.ReadAsync(s => SealedRows.HashesAsync(s, 0, 0, size));
        Assert.Equal(NaiveTree.Root([.. leaves]), state.Root);
        var nodes = await log.Database.ReadAsync(s => SealedRows.HashesAsync(s, 1, 0, size / 256));
        Assert.Equal(leaves.Chunk(256).Where(c => c.Length == 256).Select(c => NaiveTree.Root(c)), nodes);
        Assert.Equal(size, await log.Publisher.PublishAsync(default));
        Assert.All(TilePath.Of(size), t => Assert.True(File.Exists(log.Folder.FileOf(t)), t.ToString()));
        Assert.Equal(state.Note, await File.ReadAllTextAsync(log.Folder.CheckpointFile));
    }

    [Fact]
    public async Task A_transaction_that_fails_leaves_no_event()
    {
        await using var log = await TestLog.OpenAsync();
        await Assert.ThrowsAsync<ConflictException>(() => log.Database.WriteAsync<int>(async s =>
        {
            await log.Recorder.RecordAsync(s, Samples.Event("case/a", 1, "张三"));
            throw new ConflictException("test.stale");
        }));
        Assert.Equal(0, await log.SealAllAsync());
        Assert.Equal(0, await log.Database.ReadAsync(s => s.FirstAsync("select count(*) from evidence_private_box", r => r.GetInt64(0))));
    }

    [Fact]
    public async Task A_stream_has_no_gaps_and_no_doubles()
    {
        await using var log = await TestLog.OpenAsync();
        await log.RecordAsync("case/a", 1);
        await log.SealAllAsync();
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => log.RecordAsync("case/a", 3));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => log.RecordAsync("case/a", 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.RecordAsync("case/b", 0));
        Assert.Equal(2, await log.Database.WriteAsync(s => log.Recorder.NextSequenceAsync(s, "case/a")));
        Assert.Equal(1, await log.Database.WriteAsync(s => log.Recorder.NextSequenceAsync(s, "case/new")));
        await log.RecordAsync("case/a", 2);
        Assert.Equal(1, await log.SealAllAsync());
    }

    [Fact]
    public async Task Personal_data_in_an_open_value_is_refused_by_the_fields_name()
    {
        await using var log = await TestLog.OpenAsync();
        var leaking = Samples.Event("case/a", 1) with { Facts = Samples.Event("case/a", 1).Facts.Add("applicant", "11010519491231002X") };
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => log.Database.WriteAsync(s => log.Recorder.RecordAsync(s, leaking)));
        Assert.Equal(new Fault("applicant", "evidence.fault.personal-data-citizen-id", "applicant").ToString(), Assert.Single(refusal.Faults).ToString());

        var longOne = leaking with { Facts = Samples.Event("case/a", 1).Facts.Add("text", new string('长', 30_000)) };
        refusal = await Assert.ThrowsAsync<InvalidInputException>(() => log.Database.WriteAsync(s => log.Recorder.RecordAsync(s, longOne)));
        Assert.Equal("evidence.fault.entry-too-long", refusal.Faults[0].Code);
    }

    [Fact]
    public async Task Private_values_stand_nowhere_in_the_log()
    {
        await using var log = await TestLog.OpenAsync();
        await log.RecordAsync("case/a", 1, "11010519491231002X 张三");
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
        foreach (var file in Directory.EnumerateFiles(log.Folder.Path, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("张三", await File.ReadAllTextAsync(file));
        }
        var entry = Entry.Read((await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, 1)))[0].Entry);
        var (_, salt, value) = Assert.Single((await log.Database.ReadAsync(s => log.Hidden.OfEntryAsync(s, entry.Id))).Fields);
        Assert.Equal(entry.Commitments["officer"], Commitment.Of(salt, "officer", value));
    }

    [Fact]
    public async Task Every_checkpoint_ever_signed_stays_consistent_with_the_log()
    {
        await using var log = await TestLog.OpenAsync();
        for (var i = 1; i <= 40; i++)
        {
            await log.RecordAsync("case/a", i);
            if (i % 3 == 0)
            {
                await log.SealAllAsync();
            }
        }
        await log.SealAllAsync();
        var notes = await log.Database.ReadAsync(s => s.QueryAsync("select note from evidence_checkpoint order by size", r => r.GetString(0)));
        var leaves = await log.Database.ReadAsync(s => SealedRows.HashesAsync(s, 0, 0, 40));
        Assert.Equal(15, notes.Count);
        foreach (var note in notes.Select(SignedNote.Parse))
        {
            Assert.True(note.IsSignedBy(log.Key.Verifier));
            var checkpoint = Checkpoint.Parse(note.Text);
            Assert.Equal(NaiveTree.Root([.. leaves.Take((int)checkpoint.Size)]), checkpoint.Root);
        }
    }

    [Fact]
    public async Task Two_sequencers_at_once_seal_everything_once()
    {
        await using var log = await TestLog.OpenAsync();
        var recording = Task.Run(async () =>
        {
            for (var i = 1; i <= 300; i++)
            {
                await log.RecordAsync("case/a", i);
            }
        });
        var sealing = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var sum = 0;
            while (!recording.IsCompleted)
            {
                try
                {
                    sum += await log.Sequencer.SealAsync(default);
                }
                catch (SealedElsewhereException)
                {
                    // The other one was faster; look again.
                }
            }
            return sum;
        })).ToList();
        await recording;
        var count = (await Task.WhenAll(sealing)).Sum() + await log.SealAllAsync();
        Assert.Equal(300, count);
        var rows = await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, 300));
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), rows.Select(r => Entry.Read(r.Entry).Sequence));
        Assert.Equal(NaiveTree.Root([.. rows.Select(r => NaiveTree.Leaf(r.Entry))]), (await log.StateAsync()).Root);
    }
}
