using System.Diagnostics;
using Xunit;
using Zhuangjin.Certificates.Contracts;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Testing;

namespace Zhuangjin.Certificates.Tests;

/// <summary>A process that issues is killed with SIGKILL again and again, wherever it may stand.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_nothing_happens_twice_and_the_numbers_have_no_gaps()
    {
        using var folder = new TestFolder();
        foreach (var further in new[] { 1, 7, 12 })
        {
            await IssueAndKillAsync(folder, (await AcknowledgedAsync(folder)).Count + further);
        }
        var acknowledged = await AcknowledgedAsync(folder);

        await using var world = await World.OpenAsync(folder: folder.Path);
        foreach (var (order, number) in acknowledged)
        {
            Assert.Equal(number, (await world.Certificates.IssueAsync(World.Order(), order)).Number);
            Assert.Equal(CertificateAnswer.Valid, (await world.Certificates.CheckAsync(number, null)).Answer);
        }
        // The orders that were under way come again, as the log's follower brings them.
        var begun = await world.Database.ReadAsync(s => s.QueryAsync("select order_id from certificates_order", r => r.GetString(0)));
        var numbers = new List<string>();
        foreach (var order in begun)
        {
            var certificate = await world.Certificates.IssueAsync(World.Order(), order);
            numbers.Add(certificate.Number);
            Assert.Single(await world.Get<IProofs>().SealsAsync("certificate/" + certificate.Id));
        }
        Assert.Equal(Enumerable.Range(1, begun.Count).Select(i => $"桂(2022)百色市不动产权第{i:0000000}号"), numbers.Order(StringComparer.Ordinal));
        Assert.Equal(begun.Count, (await world.Certificates.HeldAsync(World.Owner.Id)).Count);
    }

    private static async Task IssueAndKillAsync(TestFolder folder, int until)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(IssueUntilKilled).Assembly.Location, folder.Path])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        while ((await AcknowledgedAsync(folder)).Count < until)
        {
            Assert.False(process.HasExited, process.HasExited ? await said : "");
            await Task.Delay(20);
        }
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task<List<(string Order, string Number)>> AcknowledgedAsync(TestFolder folder)
    {
        var file = folder.File("acknowledged");
        if (!File.Exists(file))
        {
            return [];
        }
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        // The last line may be cut by the kill.
        return [.. (await reader.ReadToEndAsync()).Split('\n').SkipLast(1).Select(l => l.Split('\t')).Select(l => (l[0], l[1]))];
    }
}
