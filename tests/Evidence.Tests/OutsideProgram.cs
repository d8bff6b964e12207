using System.Diagnostics;
using Xunit;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Programs that others wrote, which judge what we publish.</summary>
internal static class OutsideProgram
{
    private static readonly Lazy<Task<string>> Npm = new(InstallAsync);

    /// <summary>Runs a program to its end; its output and its complaints together.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.WorkingDirectory = folder ?? "";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs a program that must succeed, and returns its output.</summary>
    public static async Task<string> MustRunAsync(string program, IEnumerable<string> arguments, string? folder = null)
    {
        var (code, output) = await RunAsync(program, arguments, folder);
        Assert.True(code == 0, $"{program}: {output}");
        return output;
    }

    /// <summary>Reads a published log with implementations from npm (npm/readlog.mjs), which are installed as locked when a test first asks.</summary>
    public static async Task<(int Code, string Output)> ReadWithNpmAsync(string logFolder, params string[] keys) =>
        await RunAsync("node", [Path.Combine(await Npm.Value, "readlog.mjs"), logFolder, .. keys]);

    private static async Task<string> InstallAsync()
    {
        var folder = Directory.CreateTempSubdirectory("zhuangjin-npm-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "npm")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        await MustRunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], folder);
        return folder;
    }
}
