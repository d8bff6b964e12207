using System.Text;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Tests;

/// <summary>An applicant downloads his case's proof and hands it to somebody who trusts nobody.</summary>
public sealed class ProofTests
{
    private static async Task<(TestLog Log, byte[] File)> CaseAsync(bool disclose = true)
    {
        var log = await TestLog.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            await log.RecordAsync("case/other", i, "李四");
            await log.RecordAsync("case/mine", i, $"张三{i}");
            await log.SealAllAsync();
        }
        return (log, await log.Proofs.ProofFileAsync("case/mine", (_, _) => disclose));
    }

    [Fact]
    public async Task The_file_proves_the_whole_case_and_opens_its_fields()
    {
        var (log, file) = await CaseAsync();
        await using var _ = log;
        var report = ProofVerifier.Verify(file, log.Key.Verifier.ToString());
        Assert.True(report.Holds, report.Failure?.ToString());
        Assert.True(report.KeyGiven);
        Assert.Equal(("zhuangjin.example/log", 10L), (report.Origin, report.Size));
        Assert.Equal([1, 2, 3, 4, 5], report.Events.Select(e => e.Event!.Sequence));
        Assert.Equal([1, 3, 5, 7, 9], report.Events.Select(e => e.Index));
        Assert.Equal("张三4", report.Events[3].Disclosed["officer"]);
        Assert.Equal("agree", report.Events[3].Event!.Facts["outcome"]);

        var withoutKey = ProofVerifier.Verify(file);
        Assert.True(withoutKey.Holds);
        Assert.False(withoutKey.KeyGiven);
    }

    [Fact]
    public async Task What_the_reader_may_not_see_stays_closed_and_the_proof_holds()
    {
        var (log, file) = await CaseAsync(disclose: false);
        await using var _ = log;
        Assert.DoesNotContain("张三", Encoding.UTF8.GetString(file));
        var report = ProofVerifier.Verify(file, log.Key.Verifier.ToString());
        Assert.True(report.Holds);
        Assert.All(report.Events, e => Assert.Equal(["officer"], e.Withheld));
    }

    [Fact]
    public async Task Each_kind_of_forgery_is_named()
    {
        var (log, file) = await CaseAsync();
        await using var _ = log;
        foreach (var (code, edit) in Forgeries.All)
        {
            Assert.Equal(code, ProofVerifier.Verify(Forgeries.Edit(file, edit)).Failure?.Code);
        }
        Assert.Equal("evidence.verify.malformed", ProofVerifier.Verify("no proof"u8).Failure?.Code);
        Assert.Equal("evidence.verify.malformed", ProofVerifier.Verify([]).Failure?.Code);
    }

    [Fact]
    public async Task Another_logs_key_is_told_apart()
    {
        var (log, file) = await CaseAsync();
        await using var _ = log;
        using var other = new Notes.NoteKey("zhuangjin.example/log", new byte[32]);
        Assert.Equal("evidence.verify.key-differs", ProofVerifier.Verify(file, other.Verifier.ToString()).Failure?.Code);
        var relabelled = Forgeries.Edit(file, n => n["log"] = other.Verifier.ToString());
        Assert.Equal("evidence.verify.signature", ProofVerifier.Verify(relabelled).Failure?.Code);
    }

    [Fact]
    public async Task A_single_events_proof_is_a_tlog_proof_and_needs_the_logs_key()
    {
        var (log, _) = await CaseAsync();
        await using var __ = log;
        foreach (var seal in await log.Proofs.SealsAsync("case/mine"))
        {
            Assert.Equal(SealStatus.Sealed, seal.Status);
            var file = Encoding.UTF8.GetBytes((await log.Proofs.EventProofAsync(seal.EntryId, default))!);
            Assert.StartsWith("c2sp.org/tlog-proof@v1\nextra ", Encoding.UTF8.GetString(file));
            var report = ProofVerifier.Verify(file, log.Key.Verifier.ToString());
            Assert.True(report.Holds, report.Failure?.ToString());
            Assert.Equal(seal.Index, Assert.Single(report.Events).Index);
            Assert.Equal("evidence.verify.key-needed", ProofVerifier.Verify(file).Failure?.Code);
        }
        Assert.Null(await log.Proofs.EventProofAsync("unknown", default));
    }

    [Fact]
    public async Task An_event_is_recorded_first_and_sealed_soon_after()
    {
        await using var log = await TestLog.OpenAsync();
        var id = await log.RecordAsync("case/a", 1);
        Assert.Equal([new StreamSeal(id, 1, "cases.item-agreed", Samples.Event("case/a", 1).At, SealStatus.Recorded, null)], await log.Proofs.SealsAsync("case/a"));
        await Assert.ThrowsAsync<NotFoundException>(() => log.Proofs.ProofFileAsync("case/a", (_, _) => true));
        Assert.False(await log.Proofs.WaitSealedAsync("case/a", TimeSpan.FromMilliseconds(20)));

        var waiting = log.Proofs.WaitSealedAsync("case/a", TimeSpan.FromMinutes(1));
        await log.SealAllAsync();
        log.Signals.Sealed.Pulse();
        Assert.True(await waiting);
        Assert.Equal(0, Assert.Single(await log.Proofs.SealsAsync("case/a")).Index);
    }
}
