using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Zhuangjin.Bench.Evidence;

/// <summary>A log in another language, in a process of its own: told the milliseconds of a round, it answers with entries, seconds, p50 and p99.</summary>
internal sealed class OtherProgram : IRacer
{
    private readonly Process _process;

    private OtherProgram(string name, string program, string[] arguments)
    {
        Name = name;
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
    }

    public string Name { get; }

    /// <summary>The toy on Debian's golang-golang-x-mod-dev.</summary>
    public static async Task<IRacer> GoAsync(string name, string folder, int writers, int bytes)
    {
        var binary = Path.Combine(folder, "appends");
        await PrepareAsync(Here("go"), "go", ["build", "-o", binary, "appends.go"]);
        return new OtherProgram(name, binary, [folder, Number(writers), Number(bytes)]);
    }

    /// <summary>Hypercore from npm.</summary>
    public static async Task<IRacer> HypercoreAsync(string name, string folder, int writers, int bytes, string way)
    {
        var source = Here("hypercore");
        if (!Directory.Exists(Path.Combine(source, "node_modules")))
        {
            await PrepareAsync(source, "npm", ["ci", "--no-audit", "--no-fund"]);
        }
        return new OtherProgram(name, "node", [Path.Combine(source, "appends.js"), folder, Number(writers), Number(bytes), way]);
    }

    /// <summary>bpmn-engine from npm, which runs BPMN in memory.</summary>
    public static async Task<IRacer> BpmnEngineAsync(string name)
    {
        var source = Here("../Stepping/bpmn-engine");
        if (!Directory.Exists(Path.Combine(source, "node_modules")))
        {
            await PrepareAsync(source, "npm", ["ci", "--no-audit", "--no-fund"]);
        }
        return new OtherProgram(name, "node", [Path.Combine(source, "steps.js")]);
    }

    public async Task<Lap> RunAsync(TimeSpan each)
    {
        await _process.StandardInput.WriteLineAsync(Number((int)each.TotalMilliseconds));
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{Name} ended early.");
        var numbers = answer.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new(numbers[0] / numbers[1], numbers[2], numbers[3]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Here(string folder, [CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, folder);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task PrepareAsync(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = "/usr/share/gocode";
        start.Environment["GOFLAGS"] = "";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' failed in {folder}.");
        }
    }
}
