using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The engine as the program runs it, with authorities and peers around it, good and bad.</summary>
public sealed class AnchorTests
{
    private static IEnumerable<(string, string)> Stamps(params (string Name, string Url, string Certificate, string Digest)[] authorities) => authorities.SelectMany((a, i) => new (string, string)[]
    {
        ($"Evidence:TimeStamps:{i}:Name", a.Name), ($"Evidence:TimeStamps:{i}:Url", a.Url),
        ($"Evidence:TimeStamps:{i}:Certificate", a.Certificate), ($"Evidence:TimeStamps:{i}:Digest", a.Digest),
    });

    private static (string, string)[] Peer(Uri address, string key) => [("Evidence:Peers:0:Url", address.ToString()), ("Evidence:Peers:0:VerifierKey", key)];

    private static async Task<List<Entry>> StreamAsync(AnchorSite site, string stream) => (await site.Database.ReadAsync(s => s.QueryAsync(
        "select entry from evidence_entry where stream = $1 order by sequence", r => r.GetFieldValue<byte[]>(0), stream))).ConvertAll(e => Entry.Read(e));

    [Fact]
    public async Task Two_authorities_stamp_the_log_the_event_says_so_and_openssl_verifies_what_is_downloaded()
    {
        using var usual = new AnchorAuthority();
        using var national = new AnchorAuthority(sm2: true);
        await using var first = await AnchorListener.StartAsync(usual);
        await using var second = await AnchorListener.StartAsync(national);
        await using var site = await AnchorSite.StartAsync("city.example", 1, Stamps(("授时中心", first.Address, usual.CertificateFile, "sha256"), ("国密时间戳", second.Address, national.CertificateFile, "sm3")));
        await site.RecordAsync("case/a", 3);

        var seals = await site.UntilAsync(() => site.SealsAsync("case/a"), s => s.All(e => e.AnchoredBy.Count == 2));
        Assert.All(seals, s => Assert.Equal(SealStatus.Anchored, s.Status));
        var anchor = seals[0].AnchoredBy.Single(a => a.Name == "授时中心");
        var answer = await site.Client.GetByteArrayAsync(anchor.Proof);
        var text = await site.Client.GetByteArrayAsync(anchor.Proof.Replace(".tsr", ".txt"));
        Assert.StartsWith("city.example/log\n", Encoding.UTF8.GetString(text));
        Assert.Contains("Verification: OK", usual.VerifyWithOpenSsl(answer, text));

        var events = await site.UntilAsync(() => StreamAsync(site, "evidence/anchors"), e => e.Count >= 2);
        Assert.All(events, e => Assert.Equal("evidence.anchored", e.Type));
        Assert.Contains(events, e => e.Facts["name"] == "国密时间戳" && e.Facts["kind"] == "time-stamp");
        Assert.All(await site.AnchorsAsync(), a => Assert.Null(a.Fault));
    }

    [Fact]
    public async Task A_bad_authority_is_told_on_the_health_and_holds_up_neither_the_log_nor_a_good_one()
    {
        using var bad = new AnchorAuthority();
        using var good = new AnchorAuthority();
        await using var first = await AnchorListener.StartAsync(bad);
        await using var second = await AnchorListener.StartAsync(good);
        await using var site = await AnchorSite.StartAsync("city.example", 1, Stamps(("bad", first.Address, bad.CertificateFile, "sha256"), ("good", second.Address, good.CertificateFile, "sha256")), new OutsideWeb(TimeSpan.FromSeconds(1)));
        var sequence = 0;
        foreach (var (manner, fault) in new[] { (Manner.Silent, "unreachable"), (Manner.HttpError, "unreachable"), (Manner.Garbage, "garbage"), (Manner.WrongImprint, "imprint") })
        {
            bad.Manner = manner;
            var stream = $"case/{++sequence}";
            await site.RecordAsync(stream, 1);
            var health = await site.UntilAsync(site.AnchorsAsync, a => a.Single(h => h.Name == "bad").Fault?.Code == "evidence.anchor.fault." + fault);
            Assert.Null(health.Single(h => h.Name == "good").Fault);
            await site.UntilAsync(() => site.SealsAsync(stream), s => s[0].AnchoredBy is [{ Name: "good" }]);
        }
        Assert.True((await site.AnchorsAsync()).Single(h => h.Name == "bad").Failures >= 4);
        bad.Manner = Manner.Honest;
        await site.UntilAsync(site.AnchorsAsync, a => a.Single(h => h.Name == "bad") is { Fault: null, Failures: 0 });
    }

    [Fact]
    public void A_failure_is_tried_again_after_a_pause_that_grows_to_an_hour()
    {
        var (plan, now) = (AnchorPlan.New(AnchorKind.TimeStamp, "a"), Samples.At);
        var pauses = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            plan = plan.Failed(now, new("", "evidence.anchor.fault.garbage", "x"));
            pauses.Add((plan.NextAt - now).TotalSeconds);
        }
        Assert.Equal([10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600], pauses);
        Assert.Equal((0L, "", now.AddHours(2)), plan.Succeeded(now, TimeSpan.FromHours(2)) is var done ? (done.Failures, done.Fault, done.NextAt) : default);
    }

    [Fact]
    public async Task An_idle_log_is_not_stamped_again_for_its_own_housekeeping()
    {
        using var authority = new AnchorAuthority();
        await using var listener = await AnchorListener.StartAsync(authority);
        await using var site = await AnchorSite.StartAsync("city.example", 1, Stamps(("tsa", listener.Address, authority.CertificateFile, "sha256")));
        await site.RecordAsync("case/a", 1);
        Assert.True(await site.Services.GetRequiredService<IProofs>().WaitSealedAsync("case/a", AnchorSite.Patience));
        var stamping = site.Services.GetRequiredService<TimeStampAnchoring>();
        var one = site.Services.GetRequiredService<AnchorSettings>().TimeStamps[0];
        async Task<int> StampedAsync(bool always)
        {
            await stamping.RunAsync(one, always, default);
            Assert.True(await site.Services.GetRequiredService<IProofs>().WaitSealedAsync("evidence/anchors", AnchorSite.Patience));
            return (await site.Database.ReadAsync(s => AnchorRows.NewestAsync(s, 1000))).Count;
        }

        // The service may have stamped already when it started; from here on only these calls do.
        var before = await StampedAsync(always: true);
        Assert.Equal(before, await StampedAsync(always: false)); // its own event is all that is new
        await site.Database.WriteAsync(s => site.Services.GetRequiredService<IEvidenceRecorder>().RecordAsync(s, Samples.Event("case/a", 2)));
        Assert.True(await site.Services.GetRequiredService<IProofs>().WaitSealedAsync("case/a", AnchorSite.Patience));
        Assert.Equal(before + 1, await StampedAsync(always: false));
    }

    [Fact]
    public async Task Two_authorities_enter_each_others_logs_and_each_finds_its_own_checkpoint_with_proof_at_the_other()
    {
        await using var city = await AnchorSite.StartAsync("city.example", 1, []);
        await city.RecordAsync("case/a", 5);
        await using var county = await AnchorSite.StartAsync("county.example", 2, Peer(new Uri(city.Client.BaseAddress!, "log"), city.VerifierKey));
        await county.RecordAsync("case/b", 2);
        var entered = await county.UntilAsync(() => StreamAsync(county, "evidence/peer/city.example/log"), e => e.Count > 0);
        Assert.Equal(("evidence.peer-checkpoint", "city.example/log"), (entered[0].Type, entered[0].Facts["origin"]));

        // The city, restarted with the county as its peer, would find the entry; here a second node of the city does.
        await using var searching = await AnchorSite.StartAsync("city.example", 1, Peer(new Uri(county.Client.BaseAddress!, "log"), county.VerifierKey));
        await searching.Database.WriteAsync(async s =>
        {
            foreach (var (size, root, note, at) in await city.Database.ReadAsync(c => c.QueryAsync("select size, root, note, at from evidence_checkpoint where size > 0", r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1), r.GetString(2), r.GetInt64(3)))))
            {
                await s.ExecuteAsync("insert into evidence_checkpoint (size, root, note, at) values ($1, $2, $3, $4) on conflict do nothing", size, root, note, at);
            }
            return true;
        });
        var held = await searching.UntilAsync(() => searching.Database.ReadAsync(s => AnchorRows.NewestOfAsync(s, AnchorKind.Peer, "county.example/log")), a => a is not null);
        var report = ProofVerifier.Verify(held!.Proof, county.VerifierKey);
        Assert.True(report.Holds, report.Failure?.ToString());
        Assert.Equal("city.example/log", report.Events.Single().Event!.Facts["origin"]);
    }

    [Fact]
    public async Task A_peer_that_forks_or_goes_back_is_recorded_with_both_notes_and_never_entered()
    {
        await using var peer = await MonitorSite.StartAsync();
        peer.Publish(MonitorSite.Entries(300));
        await using var site = await AnchorSite.StartAsync("city.example", 1, Peer(peer.Address, peer.Key.ToString()));
        var stream = "evidence/peer/" + MonitorSite.Origin;
        await site.UntilAsync(() => StreamAsync(site, stream), e => e.Count == 1);

        var honest = peer.Read("checkpoint");
        peer.Publish(MonitorSite.Entries(400, "b"));
        var events = await site.UntilAsync(() => StreamAsync(site, stream), e => e.Count == 2);
        Assert.Equal(("evidence.peer-misbehaved", "fork"), (events[1].Type, events[1].Facts["kind"]));
        Assert.Equal(Encoding.UTF8.GetString(honest), events[1].Facts["earlier"]);
        Assert.Equal(Encoding.UTF8.GetString(peer.Read("checkpoint")), events[1].Facts["later"]);
        var health = await site.UntilAsync(site.AnchorsAsync, a => a[0].Fault is not null);
        Assert.Equal(("evidence.monitor.fork", 1L), (health[0].Fault!.Code, health[0].Misbehaviour));

        peer.Publish(MonitorSite.Entries(200));
        events = await site.UntilAsync(() => StreamAsync(site, stream), e => e.Count == 3);
        Assert.Equal("rollback", events[2].Facts["kind"]);

        peer.Publish(MonitorSite.Entries(500));
        events = await site.UntilAsync(() => StreamAsync(site, stream), e => e.Count == 4);
        Assert.Equal(("evidence.peer-checkpoint", "500"), (events[3].Type, events[3].Facts["size"]));
    }

    [Theory]
    [InlineData("Evidence:TimeStamps:0:Name=tsa;Evidence:TimeStamps:0:Url=http://tsa.example", "Certificate is missing")]
    [InlineData("Evidence:TimeStamps:0:Name=tsa;Evidence:TimeStamps:0:Url=http://tsa.example;Evidence:TimeStamps:0:Certificate=/no/such.pem", "/no/such.pem")]
    [InlineData("Evidence:TimeStamps:0:Name=tsa;Evidence:TimeStamps:0:Url=tsa;Evidence:TimeStamps:0:Certificate=x", "Url is 'tsa'")]
    [InlineData("Evidence:Peers:0:VerifierKey=nonsense;Evidence:Peers:0:Url=http://peer.example", "Not a verifier key")]
    public async Task A_wrong_setting_is_named_at_the_start(string settings, string words)
    {
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() => AnchorSite.StartAsync("city.example", 1, settings.Split(';').Select(s => s.Split('=') is [var key, var value] ? (key, value) : default)));
        Assert.Contains(words, wrong.Message);
    }
}
