using System.Diagnostics;
using System.Text.Json;
using Xunit;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>`zj monitor` as an outsider runs it: another process, killed and started again.</summary>
public sealed class MonitorProcessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static string Program
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory); // .build/bin/{project}/{configuration}
            return Path.Combine(own.Parent!.Parent!.FullName, "Zhuangjin.Cli", own.Name, "zj.dll");
        }
    }

    private Process Start(MonitorSite site, params string[] more) => Process.Start(new ProcessStartInfo(
        "dotnet", [Program, "monitor", site.Address.ToString(), "--vkey", site.Key.ToString(), "--data", _folder.Path, .. more])
    { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;

    private async Task<(int Code, string Output)> OnceAsync(MonitorSite site, params string[] more)
    {
        using var process = Start(site, ["--once", .. more]);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    [Fact]
    public async Task Killed_in_the_middle_it_goes_on_where_it_stood()
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(20_000));
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // From the middle of the log on, no entries arrive: there the process is killed.
        site.Gate = path =>
        {
            if (string.CompareOrdinal(path, "tile/entries/040") < 0)
            {
                return Task.CompletedTask;
            }
            reached.TrySetResult();
            return Task.Delay(Timeout.Infinite);
        };
        using (var process = Start(site, "--once"))
        {
            await Task.WhenAny(reached.Task, process.WaitForExitAsync());
            process.Kill();
            await process.WaitForExitAsync();
            Assert.Equal(137, process.ExitCode);
        }
        site.Gate = null;
        var (code, output) = await OnceAsync(site, "--json");
        Assert.True(code == 0, output);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(20_000, report.GetProperty("size").GetInt64());
        Assert.Equal(10_240, report.GetProperty("before").GetInt64()); // five portions were on disk, and no entry is counted twice
        Assert.Equal("sound", report.GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task The_exit_code_and_the_words_tell_a_script_and_a_person()
    {
        await using var site = await MonitorSite.StartAsync();
        site.Publish(MonitorSite.Entries(30));
        var (code, output) = await OnceAsync(site);
        Assert.True(code == 0, output);
        Assert.Contains("已核验 30 条记录", output);

        site.Down = true;
        (code, output) = await OnceAsync(site, "--language", "en");
        Assert.True(code == 3, output);
        Assert.Contains("cannot be reached", output);

        site.Down = false;
        site.Publish(MonitorSite.Entries(31, "b"));
        (code, output) = await OnceAsync(site);
        Assert.True(code == 2, output);
        Assert.Contains("日志分叉", output);
    }

    public void Dispose() => _folder.Dispose();
}
