using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Operating;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The log's daily life: a full disk, the daily check, the numbers for operators.</summary>
public sealed class OperatingTests
{
    [Fact]
    public async Task When_the_store_is_full_nothing_is_acknowledged_reading_goes_on_and_it_recovers_by_itself()
    {
        await using var log = await TestLog.OpenAsync();
        await log.RecordAsync("case/a", 1, "张三");
        await log.SealAllAsync();
        // SQLite's own limit gives the same error as a full disk does, on every machine and without being root.
        var pages = await log.Database.ReadAsync(s => s.FirstAsync("pragma page_count", r => r.GetInt64(0)));
        await log.Database.WriteAsync(s => s.ExecuteAsync($"pragma max_page_count = {pages + 4}"));
        var acknowledged = 1;
        Exception? fault = null;
        while (fault is null)
        {
            try
            {
                await log.RecordAsync("case/a", acknowledged + 1, new string('长', 2000));
                acknowledged++;
            }
            catch (Exception e)
            {
                fault = e;
            }
        }
        Assert.True(StorageFull.Is(fault), fault.ToString());
        Assert.Equal(acknowledged, (await log.Proofs.SealsAsync("case/a")).Count); // what was acknowledged can be read, what was refused left nothing

        await log.Database.WriteAsync(s => s.ExecuteAsync("pragma max_page_count = 100000"));
        await log.RecordAsync("case/a", acknowledged + 1, "there is room again");
        Assert.Equal(acknowledged, await log.SealAllAsync());
        Assert.True(ProofVerifier.Verify(await log.Proofs.ProofFileAsync("case/a", (_, _) => true)).Holds);
        Assert.Empty((await LogCheck.RunAsync(log.Database, null)).Findings);
    }

    [Fact]
    public void Other_faults_are_not_taken_for_a_full_disk()
    {
        Assert.True(StorageFull.Is(new InvalidOperationException("", new IOException("No space left on device", 28))));
        Assert.False(StorageFull.Is(new IOException("Input/output error", 5)));
        Assert.False(StorageFull.Is(new InvalidDataException("wrong")));
    }

    [Fact]
    public async Task The_daily_check_is_done_once_a_day_and_tells_what_it_found()
    {
        await using var log = await TestLog.OpenAsync();
        await log.RecordAsync("case/a", 1, "张三");
        await log.SealAllAsync();
        var check = new SelfCheck(log.Database, log.Folder, log.Hidden, TimeProvider.System, NullLogger<SelfCheck>.Instance);
        Assert.True(await check.RunWhenDueAsync(default));
        Assert.False(await check.RunWhenDueAsync(default));
        var run = await log.Database.ReadAsync(s => KeepingRun.LoadAsync(s, SelfCheck.Name));
        Assert.True(run!.Sound);
        Assert.Equal(1, run.Size);

        await log.Database.WriteAsync(s => s.ExecuteAsync("update evidence_entry set leaf = zeroblob(32) where place = 0"));
        await log.Database.WriteAsync(s => s.ExecuteAsync("update evidence_run set at = at - 86400000000"));
        Assert.True(await check.RunWhenDueAsync(default));
        run = await log.Database.ReadAsync(s => KeepingRun.LoadAsync(s, SelfCheck.Name));
        Assert.False(run!.Sound);
        Assert.Contains("row 0", run.Detail);
    }

    [Fact]
    public void Metrics_are_written_as_prometheus_reads_them()
    {
        using var text = new PrometheusText();
        LogMeters.Sealed.Add(3);
        LogMeters.Seconds.Record(0.004);
        var lines = text.Write().Split('\n');
        Assert.Contains("# TYPE zhuangjin_evidence_sealed_total counter", lines);
        Assert.Contains("# TYPE zhuangjin_evidence_seal_duration_seconds histogram", lines);
        Assert.Contains(lines, l => l.StartsWith("zhuangjin_evidence_seal_duration_seconds_bucket{le=\"+Inf\"} ", StringComparison.Ordinal));
        Assert.All(lines.Where(l => l.Length > 0 && l[0] != '#'), l => Assert.Matches("^[a-z_]+(\\{[a-z]+=\"[^\"]*\"\\})? [0-9.E+-]+$", l));
        var gauges = new StringBuilder();
        PrometheusText.Write(gauges, "zhuangjin_evidence_follower_lag", "Lag.", "follower", [("a.b", 1), ("c", 2)]);
        Assert.EndsWith("zhuangjin_evidence_follower_lag{follower=\"a.b\"} 1\nzhuangjin_evidence_follower_lag{follower=\"c\"} 2\n", gauges.ToString());
    }
}
