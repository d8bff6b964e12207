using System.Security.Cryptography;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>An outsider follows a log by its published files alone: an honest one, and every kind of dishonest one.</summary>
public sealed class MonitorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly HttpClient _web = new() { Timeout = TimeSpan.FromSeconds(20) };

    private Task<MonitorReport> LookAsync(MonitorSite site, params string[] witnesses) => LogMonitor.LookAsync(
        new(site.Address, site.Key.ToString(), _folder.Path, witnesses, TimeSpan.FromHours(24)), _web, TimeProvider.System);

    [Fact]
    public async Task An_honest_log_is_followed_as_it_grows_and_only_what_is_new_is_fetched()
    {
        await using var site = await MonitorSite.StartAsync();
        foreach (var (before, size) in new[] { (0, 0), (0, 1), (1, 255), (255, 700), (700, 700), (700, 5_000), (5_000, 66_000), (66_000, 66_001) })
        {
            site.Publish(MonitorSite.Entries(size));
            var report = await LookAsync(site);
            Assert.True(report.Verdict == MonitorVerdict.Sound, string.Join("; ", report.Findings) + report.Trouble);
            Assert.Equal((before, size, Math.Min(size, 3)), (report.Before, report.Size, report.Streams));
        }
        var requests = site.Requests;
        Assert.Equal(66_001, (await LookAsync(site)).Size);
        Assert.Equal(1, site.Requests - requests); // the checkpoint
    }

    [Fact]
    public async Task A_fork_of_the_same_size_or_a_larger_one_is_found_and_both_notes_are_kept()
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(300));
        var earlier = site.Read("checkpoint");
        await LookAsync(site);
        foreach (var size in (int[])[300, 301, 1000])
        {
            site.Publish(MonitorSite.Entries(size, "b"));
            var report = await LookAsync(site);
            Assert.Equal((MonitorVerdict.Misbehaving, 300L), (report.Verdict, report.Size));
            var finding = Assert.Single(report.Findings);
            Assert.Equal("fork", finding.Kind);
            Assert.Equal(earlier, await File.ReadAllBytesAsync(Path.Combine(finding.Evidence, "earlier")));
            Assert.Equal(site.Read("checkpoint"), await File.ReadAllBytesAsync(Path.Combine(finding.Evidence, "later")));
        }
        Assert.Equal(3, (await LookAsync(site)).Kept.Count); // seen again, kept once

        site.Publish(MonitorSite.Entries(400));
        var back = await LookAsync(site);
        Assert.Equal((MonitorVerdict.Misbehaving, 400L, 0), (back.Verdict, back.Size, back.Findings.Count)); // followed on, never forgotten
    }

    [Fact]
    public async Task A_rollback_is_told_from_a_fork_that_is_shorter()
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(600));
        await LookAsync(site);
        site.Publish(MonitorSite.Entries(500));
        Assert.Equal("rollback", Assert.Single((await LookAsync(site)).Findings).Kind);

        site.Publish(MonitorSite.Entries(600));
        var tiles = Directory.EnumerateFiles(site.Files, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(site.Files, f), File.ReadAllBytes);
        site.Publish(MonitorSite.Entries(500, "b"));
        var forked = site.Read("checkpoint");
        foreach (var (path, bytes) in tiles)
        {
            site.Write(path, bytes);
        }
        site.Write("checkpoint", forked);
        Assert.Equal("fork", Assert.Single((await LookAsync(site)).Findings).Kind);
    }

    [Theory]
    [InlineData("tile/entries/001", "entry", 256)]
    [InlineData("tile/0/001", "entry", 256)]
    [InlineData("tile/1/000.p/2", "tile", -1)]
    [InlineData("tile/0/002.p/88", "entry", 512)]
    public async Task One_flipped_bit_in_any_published_file_is_found(string path, string kind, int place)
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(600));
        var bytes = site.Read(path);
        bytes[10] ^= 4;
        site.Write(path, bytes);
        var finding = Assert.Single((await LookAsync(site)).Findings);
        Assert.Equal(kind, finding.Kind);
        if (place >= 0)
        {
            Assert.Equal(place.ToString(), finding.What.Args[0]);
        }
        site.Publish(MonitorSite.Entries(600));
        Assert.Equal(600, (await LookAsync(site)).Size); // mended
    }

    [Fact]
    public async Task A_missing_number_in_a_stream_is_found_also_across_looks()
    {
        await using var site = await MonitorSite.StartAsync();
        var entries = MonitorSite.Entries(900);
        entries.RemoveAt(601);
        site.Publish(entries[..600]);
        Assert.Equal(MonitorVerdict.Sound, (await LookAsync(site)).Verdict);
        site.Publish(entries);
        var report = await LookAsync(site);
        Assert.Equal((MonitorVerdict.Misbehaving, 899L), (report.Verdict, report.Size));
        var gap = Assert.Single(report.Findings);
        Assert.Equal("gap", gap.Kind);
        Assert.Equal(["603", "case/1", "201", "202"], gap.What.Args);
    }

    [Fact]
    public async Task A_file_that_is_promised_and_withheld_is_found_and_a_dropped_partial_one_is_cut_from_the_full_one()
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(600));
        File.Delete(Path.Combine(site.Files, "tile/entries/002.p/88"));
        var finding = Assert.Single((await LookAsync(site)).Findings);
        Assert.Equal(("missing", "tile/entries/002.p/88"), (finding.Kind, finding.What.Args[0]));

        site.Publish(MonitorSite.Entries(768));
        var (full, hashes) = (site.Read("tile/entries/002"), site.Read("tile/0/002"));
        site.Publish(MonitorSite.Entries(600));
        Directory.Delete(Path.Combine(site.Files, "tile/entries/002.p"), recursive: true);
        Directory.Delete(Path.Combine(site.Files, "tile/0/002.p"), recursive: true);
        site.Write("tile/entries/002", full);
        site.Write("tile/0/002", hashes);
        Assert.Equal((600L, 0), (await LookAsync(site) is var report ? report.Size : 0, report.Findings.Count));
    }

    [Fact]
    public async Task A_false_signature_another_logs_note_and_rubbish_are_refused()
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(10));
        var note = System.Text.Encoding.UTF8.GetString(site.Read("checkpoint"));
        foreach (var (text, kind) in new[] { (note.Replace("\n10\n", "\n11\n"), "signature"), ("<html>", "malformed"), (note.Replace("city", "town"), "signature") })
        {
            site.Write("checkpoint", System.Text.Encoding.UTF8.GetBytes(text));
            Assert.Equal(kind, Assert.Single((await LookAsync(site)).Findings).Kind);
        }
    }

    [Fact]
    public async Task A_log_that_does_not_answer_is_not_accused_and_a_standing_one_is_told()
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(10));
        await LookAsync(site);
        site.Down = true;
        var report = await LookAsync(site);
        Assert.Equal((MonitorVerdict.Unreachable, 10L), (report.Verdict, report.Size));
        Assert.Contains("503", report.Trouble!.Args[0]);
        site.Down = false;
        var later = await LogMonitor.LookAsync(new(site.Address, site.Key.ToString(), _folder.Path, [], TimeSpan.FromHours(24)), _web, new LaterTime(TimeSpan.FromHours(25)));
        Assert.Equal((true, MonitorVerdict.Sound), (later.Stalled, later.Verdict));
    }

    [Fact]
    public async Task Cosignatures_are_told_and_verified_where_the_key_is_known()
    {
        await using var site = await MonitorSite.StartAsync();
        using var known = new CosignatureKey("witness.example/a", RandomNumberGenerator.GetBytes(32));
        using var stranger = new CosignatureKey("witness.example/b", RandomNumberGenerator.GetBytes(32));
        site.Publish(MonitorSite.Entries(3), known, stranger);
        Assert.Equal([new Cosigner("witness.example/a", Known: true), new Cosigner("witness.example/b", Known: false)], (await LookAsync(site, known.Verifier.ToString())).Cosigners);
    }

    [Fact]
    public async Task A_folder_follows_one_log_only_and_serves_one_monitor_at_a_time()
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(3));
        await LookAsync(site);
        using var other = new NoteKey("other.example/log", RandomNumberGenerator.GetBytes(32));
        var task = new MonitorTask(site.Address, other.Verifier.ToString(), _folder.Path, [], TimeSpan.FromHours(24));
        await Assert.ThrowsAsync<InvalidDataException>(() => LogMonitor.LookAsync(task, _web, TimeProvider.System));
        await Assert.ThrowsAsync<FormatException>(() => LogMonitor.LookAsync(task with { VerifierKey = "nonsense" }, _web, TimeProvider.System));
    }

    public void Dispose()
    {
        _web.Dispose();
        _folder.Dispose();
    }

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
