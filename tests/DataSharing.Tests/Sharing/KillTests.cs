using System.Diagnostics;
using Xunit;
using Zhuangjin.Testing;

namespace Zhuangjin.DataSharing.Tests.Sharing;

/// <summary>A node that is killed while it answers (SIGKILL, a real process) has every answer that it gave on record.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task No_answered_use_is_lost()
    {
        using var folder = new TestFolder();
        var answered = new List<string>();
        foreach (var after in (int[])[50, 400])
        {
            using var process = Start(folder.Path);
            var told = new List<string>();
            while (told.Count < after && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                told.Add(line);
            }
            Assert.Equal(after, told.Count);
            process.Kill();
            while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                told.Add(line);
            }
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            // The last line may be torn.
            answered.AddRange(told.Take(told.Count - 1).Select(l => l.Split(' ')[1]));
        }
        using var reading = Start(folder.Path, "uses");
        var known = (await reading.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n').Where(l => l.StartsWith("use ", StringComparison.Ordinal)).Select(l => l[4..].Trim()).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(answered);
        Assert.Empty(answered.Except(known, StringComparer.Ordinal));
    }

    private static Process Start(string folder, params string[] more) =>
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Zhuangjin.DataSharing.Answerer.dll"), folder, .. more]) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
