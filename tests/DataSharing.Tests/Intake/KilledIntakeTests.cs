using System.Diagnostics;
using System.Globalization;
using Xunit;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests.Intake;

/// <summary>A node is killed twice (SIGKILL, a real process) while it brings a file in, and the next one goes on.</summary>
public sealed class KilledIntakeTests
{
    private const int Rows = 100_000;

    [Fact]
    public async Task Killed_in_the_midst_it_goes_on_behind_the_last_safe_piece()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "persons.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, Rows + 1).Select(n => n == 0 ? "id_no,number" : n % 1000 == 0 ? $"K{n},many" : string.Create(CultureInfo.InvariantCulture, $"K{n},{n}")), TestContext.Current.CancellationToken);
        long safe = 0;
        foreach (var after in (int[])[10_000, 50_000])
        {
            using var process = Start(folder.Path, file);
            while (safe < after && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line.StartsWith("safe ", StringComparison.Ordinal))
            {
                var now = long.Parse(line[5..], CultureInfo.InvariantCulture);
                Assert.True(now >= safe, "What was safe is not.");
                safe = now;
            }
            Assert.InRange(safe, after, Rows - 1);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        using var last = Start(folder.Path, file);
        var told = (await last.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(long.Parse(told[0][5..], CultureInfo.InvariantCulture), safe, Rows);
        var sum = Enumerable.Range(1, Rows).Where(n => n % 1000 != 0).Sum(n => (long)n);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"ended Done {Rows - 100} 100 100 {Rows - 100} {Rows - 100} {sum}"), told[^1]);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.Path, "pool", "drafts"), "intake-run-*"));
    }

    private static Process Start(string folder, string file) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Zhuangjin.DataSharing.Answerer.dll"), folder, "intake", file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
