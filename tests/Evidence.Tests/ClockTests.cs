using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Sealing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The machine's clock is set back: by a time server, by an operator, or by a dead battery after a restart.</summary>
public sealed class ClockTests
{
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2022, 8, 16, 9, 0, 0, TimeSpan.FromHours(8));

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-3600)]
    [InlineData(-86_400 * 365)]
    public async Task A_clock_set_back_neither_stops_the_log_nor_changes_its_order(int seconds)
    {
        await using var log = await TestLog.OpenAsync();
        var clock = new SetClock();
        var recorder = new Recorder(clock, log.Signals, log.Subjects);
        var sequencer = new Sequencer(log.Database, clock, log.Key, Tree.Sha256TreeHash.Instance, recorder);
        var ids = new List<string>();
        for (var i = 1; i <= 20; i++)
        {
            if (i == 11)
            {
                clock.Now = clock.Now.AddSeconds(seconds);
            }
            ids.Add(await log.Database.WriteAsync(s => recorder.RecordAsync(s, Samples.Event("case/a", i) with { At = clock.Now })));
            if (i % 5 == 0)
            {
                Assert.Equal(5, await sequencer.SealAsync(default));
            }
        }
        var rows = await log.Database.ReadAsync(s => SealedRows.EntriesAsync(s, 0, 20));
        var entries = rows.ConvertAll(r => Entry.Read(r.Entry));
        Assert.Equal(ids, entries.Select(e => e.Id)); // in the order in which they happened
        Assert.Equal(20, entries.Select(e => e.Id).Distinct().Count());
        Assert.True(entries[10].At < entries[9].At); // and with the times that the clock then showed
        await log.Publisher.PublishAsync(default);
        await log.StartAsync();
        Assert.Empty((await LogCheck.RunAsync(log.Database, log.DataDirectory)).Findings);
        var seals = await log.Proofs.SealsAsync("case/a");
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long?)i), seals.Select(s => s.Index));
        Assert.True(ProofVerifier.Verify(await log.Proofs.ProofFileAsync("case/a", (_, _) => false), log.Key.Verifier.ToString()).Holds);
    }
}
