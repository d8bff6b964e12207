using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tiles;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The national tree as the program serves it.</summary>
public sealed class NationalHttpTests
{
    [Fact]
    public async Task What_is_recorded_is_soon_in_the_national_tree_and_proved_over_http()
    {
        await using var site = await HttpTests.Site.StartAsync();
        await site.RecordAsync("case/a", 300);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        HttpResponseMessage checkpoint;
        while (!(checkpoint = await site.Client.GetAsync("/log-gm/checkpoint", patience.Token)).IsSuccessStatusCode
            || Checkpoint.Parse(SignedNote.Parse(await checkpoint.Content.ReadAsStringAsync(patience.Token)).Text).Size < 300)
        {
            await Task.Delay(20, patience.Token);
        }
        Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType!.ToString());
        Assert.True(checkpoint.Headers.CacheControl!.NoCache);

        var key = (await site.Client.GetStringAsync("/log-gm/vkey")).TrimEnd('\n');
        Assert.StartsWith("data.example.gov.cn/log-gm+", key);
        Assert.True(SignedNote.Parse(await checkpoint.Content.ReadAsStringAsync()).IsSignedBy(VerifierKey.Parse(key)));
        foreach (var tile in TilePath.Of(300))
        {
            var answer = await site.Client.GetAsync("/log-gm/" + tile);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
            Assert.Equal(await File.ReadAllBytesAsync(site.Services.GetRequiredService<NationalLog>().Folder.FileOf(tile)), bytes);

            // Entries are the same, hashes are not.
            var main = await site.Client.GetByteArrayAsync("/log/" + tile);
            Assert.Equal(tile.Level == TilePath.Entries, bytes.AsSpan().SequenceEqual(main));
        }
        Assert.Equal(5 * 32, (await site.Client.GetByteArrayAsync("/log-gm/tile/0/000.p/5")).Length); // no file, still served
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync("/log-gm/tile/0/001")).StatusCode);

        var seal = (await site.Services.GetRequiredService<IProofs>().SealsAsync("case/a"))[41];
        var report = ProofVerifier.Verify(await site.Client.GetByteArrayAsync($"/log-gm/proof/{seal.EntryId}.tlog-proof"), key);
        Assert.True(report.Holds);
        Assert.Equal(41, report.Events[0].Index);
        var health = (await site.Services.GetRequiredService<ILogHealth>().HealthAsync()).National;
        Assert.Equal((300L, 0L, 300L), (health.Size, health.Lag, health.PublishedSize!.Value));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync("/log-gm/proof/nobody.tlog-proof")).StatusCode);
    }
}
