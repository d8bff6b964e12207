using System.Diagnostics;

namespace Zhuangjin.Bench.Evidence;

/// <summary>Other programs that a benchmark is held against.</summary>
internal static class Programs
{
    /// <summary>Runs one to its end; returns what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It ended with a fault.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = "/usr/share/gocode";
        start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "zhuangjin-go-cache");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}");
    }
}
