using System.Diagnostics;
using Xunit;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Programs that others wrote, which judge what we publish.</summary>
internal static class OutsideProgram
{
    private static readonly Lazy<Task<string>> Npm = new(InstallAsync);

    /// <summary>Runs a program to its end; its output and its complaints together.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = input is not null, UseShellExecute = false };
        start.WorkingDirectory = folder ?? "";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            try
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended before it read everything; its exit code tells why.
            }
        }
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

/// <summary>A program in Go over Debian's golang.org/x/mod, built when a test first asks (apt: golang-go, golang-golang-x-mod-dev).</summary>
internal sealed class GoProgram
{
    public static readonly GoProgram ReadLog = new("readlog");

    public static readonly GoProgram CheckSizes = new("checksizes");

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["GO111MODULE"] = "off",
        ["GOPATH"] = "/usr/share/gocode",
        ["GOFLAGS"] = "",
        ["GOCACHE"] = Path.Combine(Path.GetTempPath(), "zhuangjin-go-cache"),
    };

    private readonly Lazy<Task<string>> _binary;

    private GoProgram(string name)
    {
        _binary = new(async () =>
        {
            var binary = Path.Combine(Directory.CreateTempSubdirectory("zhuangjin-go-").FullName, name);
            var (code, output) = await OutsideProgram.RunAsync("go", ["build", "-o", binary, Path.Combine(AppContext.BaseDirectory, "go", name + ".go")], environment: Environment);
            Assert.True(code == 0, output);
            return binary;
        });
    }

    public async Task<(int Code, string Output)> RunAsync(IEnumerable<string> arguments, string? input = null) =>
        await OutsideProgram.RunAsync(await _binary.Value, arguments, input: input);
}
