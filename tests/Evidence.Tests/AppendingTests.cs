using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Single events are appended by many at once; on the node that seals each caller is told its place in the log.</summary>
public sealed class AppendingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Five_hundred_writers_all_get_places_of_their_own_and_streams_without_gaps()
    {
        await using var log = await SealingAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 512).Select(writer => Task.Run(async () =>
        {
            var mine = new List<AppendedEvent>();
            for (var i = 0; i < 6; i++)
            {
                // Every eighth shares its stream with seven others.
                mine.Add(await log.AppendAsync(writer % 8 == 0 ? "deposit/shared" : $"deposit/{writer}", secret: writer % 5 == 0 ? "张三" : null));
            }
            return mine;
        })));
        var all = answers.SelectMany(a => a).ToList();
        Assert.All(all, a => Assert.NotNull(a.Index));
        Assert.Equal(Enumerable.Range(1, 512 * 6).Select(i => (long)i), all.Select(a => a.Index!.Value).Order());
        Assert.Equal(Enumerable.Range(1, 64 * 6).Select(i => (long)i), answers.Where((_, w) => w % 8 == 0).SelectMany(a => a).Select(a => a.Sequence).Order());
        Assert.All(answers, mine => Assert.Equal(mine.Select(a => a.Index).Order(), mine.Select(a => a.Index)));
        foreach (var stream in (string[])["deposit/shared", "deposit/5", "deposit/511"])
        {
            var report = ProofVerifier.Verify(await log.Proofs.ProofFileAsync(stream, (_, _) => true), log.Key.Verifier.ToString());
            Assert.True(report.Holds, stream);
            Assert.Equal(stream == "deposit/shared" ? 384 : 6, report.Events.Count);
        }
        await AssertSoundAsync(log);
    }

    [Fact]
    public async Task What_comes_through_the_outbox_stands_between_appends_to_the_same_stream()
    {
        await using var log = await SealingAsync();
        for (var i = 1; i <= 40; i += 2)
        {
            await log.RecordAsync("case/a", i, "张三");
            Assert.Equal(i + 1, (await log.AppendAsync("case/a")).Sequence);
        }
        Assert.True(await log.Proofs.WaitSealedAsync("case/a", Patience));
        Assert.True(ProofVerifier.Verify(await log.Proofs.ProofFileAsync("case/a", (_, _) => true), log.Key.Verifier.ToString()).Holds);
        await AssertSoundAsync(log);
    }

    [Fact]
    public async Task The_outbox_is_not_starved_by_appends()
    {
        await using var log = await SealingAsync();
        using var end = new CancellationTokenSource();
        var appending = Enumerable.Range(0, 64).Select(writer => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await log.AppendAsync($"deposit/{writer}");
            }
        })).ToList();
        for (var i = 1; i <= 5; i++)
        {
            await log.RecordAsync("case/a", i);
            Assert.True(await log.Proofs.WaitSealedAsync("case/a", Patience));
        }
        await end.CancelAsync();
        await Task.WhenAll(appending);
        await AssertSoundAsync(log);
    }

    [Fact]
    public async Task One_event_that_is_refused_hurts_none_of_its_neighbours()
    {
        await using var log = await SealingAsync();
        var answers = Enumerable.Range(0, 200).Select(i => Task.Run(() => log.Appender.AppendAsync(i % 2 == 0 ? "deposit/shared" : $"deposit/{i}", sequence => (i % 10) switch
        {
            0 => Samples.Event("deposit/shared", sequence) with { Facts = Samples.Event("a", 1).Facts.Add("text", new string('长', 30_000)) },
            1 => throw new ConflictException("test.refused"),
            2 => Samples.Event("deposit/other", sequence),
            _ => Samples.Event(i % 2 == 0 ? "deposit/shared" : $"deposit/{i}", sequence),
        }))).ToList();
        for (var i = 0; i < answers.Count; i++)
        {
            switch (i % 10)
            {
                case 0:
                    Assert.Equal("evidence.fault.entry-too-long", (await Assert.ThrowsAsync<InvalidInputException>(() => answers[i])).Faults[0].Code);
                    break;
                case 1:
                    await Assert.ThrowsAsync<ConflictException>(() => answers[i]);
                    break;
                case 2:
                    await Assert.ThrowsAsync<ArgumentException>(() => answers[i]);
                    break;
                default:
                    Assert.NotNull((await answers[i]).Index);
                    break;
            }
        }
        Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), (await log.Proofs.SealsAsync("deposit/shared")).Select(s => s.Sequence));
        await AssertSoundAsync(log);
    }

    [Fact]
    public async Task A_row_that_the_store_keeps_wrongly_is_never_signed_for()
    {
        await using var log = await TestLog.OpenAsync();
        await log.Database.WriteAsync(s => s.ExecuteAsync("""
            create trigger wrong after insert on evidence_entry when new.place = 2 begin
              update evidence_entry set entry = cast(replace(cast(entry as text), 'planning', 'plannong') as blob) where place = 2;
            end
            """));
        var appends = Enumerable.Range(0, 4).Select(i => new WaitingAppend($"deposit/{i}", sequence => Samples.Event($"deposit/{i}", sequence), default)).ToList();
        await Assert.ThrowsAsync<InvalidDataException>(() => SealAsync(log, appends));
        Assert.Equal(0, (await log.StateAsync()).Size);
        Assert.Equal(0, await log.Database.ReadAsync(s => s.FirstAsync("select count(*) from evidence_entry", r => r.GetInt64(0))));
    }

    [Fact]
    public async Task Whose_caller_has_given_up_is_not_recorded()
    {
        await using var log = await TestLog.OpenAsync();
        log.Queue.Open();
        using var gone = new CancellationTokenSource();
        var appended = log.Appender.AppendAsync("deposit/a", sequence => Samples.Event("deposit/a", sequence), gone.Token);
        await gone.CancelAsync();
        Assert.Empty(log.Queue.Take(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appended);
        log.Queue.Close();
        Assert.Null((await log.AppendAsync("deposit/a")).Index); // nobody seals: durable, without a place
    }

    /// <summary>A log that seals by itself, and holds one entry.</summary>
    private static async Task<TestLog> SealingAsync()
    {
        var log = await TestLog.OpenAsync();
        await log.Sealing.StartAsync(default);
        await log.AppendAsync("deposit/first"); // a first one may come before the loop runs
        Assert.True(await log.Proofs.WaitSealedAsync("deposit/first", Patience));
        return log;
    }

    private static async Task SealAsync(TestLog log, List<WaitingAppend> appends)
    {
        await log.Sequencer.ReadAsync(appends, 0, default);
        Assert.Empty(log.Sequencer.Number(appends));
        await log.Sequencer.WriteAsync(log.Sequencer.Plan([])!);
    }

    private static async Task AssertSoundAsync(TestLog log)
    {
        await log.Sealing.StopAsync(default);
        await log.SealAllAsync();
        var report = await LogCheck.RunAsync(log.Database, log.DataDirectory);
        Assert.True(report.Findings.Count == 0, string.Join("; ", report.Findings));
    }
}
