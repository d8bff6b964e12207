using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>`zj verify` as a court's clerk runs it: several files, an answer for programs, an exit code that tells refuted from unreadable.</summary>
public sealed class VerifyProcessTests
{
    [Fact]
    public async Task Files_of_every_kind_are_checked_together()
    {
        await using var log = await TestLog.OpenAsync();
        await log.RecordAsync("case/mine", 1, "张三");
        await log.RecordAsync("case/mine", 2, "李四");
        await log.SealAllAsync();
        using var folder = new TestFolder();
        var bundle = await log.Proofs.ProofFileAsync("case/mine", f => f.Sequence == 2);
        await File.WriteAllBytesAsync(folder.File("case.json"), bundle);
        await File.WriteAllTextAsync(folder.File("one.tlog-proof"), await log.Proofs.EventProofAsync((await log.Proofs.SealsAsync("case/mine"))[0].EntryId, default));
        await File.WriteAllBytesAsync(folder.File("paper.pdf"), (await PaperTests.Certificates(log).OfEntryAsync(1, default))!);
        await File.WriteAllTextAsync(folder.File("vkey"), log.Key.Verifier + "\n");
        await File.WriteAllTextAsync(folder.File("forged.json"), Encoding.UTF8.GetString(bundle).Replace("李四", "王五", StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder.File("letter.txt"), "no proof");
        string[] good = [folder.File("case.json"), folder.File("one.tlog-proof"), folder.File("paper.pdf")];

        var (code, output) = await RunAsync([.. good, "--vkey", folder.File("vkey")]);
        Assert.True(code == 0, output);
        Assert.Contains("officer = 李四", output);
        Assert.Contains("不是版面上印的文字", output);

        (code, output) = await RunAsync([.. good, folder.File("forged.json"), "--vkey", log.Key.Verifier.ToString(), "--json"]);
        Assert.Equal(1, code);
        var answers = JsonNode.Parse(output)!.AsArray();
        Assert.Equal([true, true, true, false], answers.Select(a => a!["holds"]!.GetValue<bool>()));
        Assert.Equal("evidence.verify.field", answers[3]!["failure"]!["code"]!.GetValue<string>());
        Assert.True(answers[2]!["paper"]!.GetValue<bool>());
        Assert.Equal("李四", answers[0]!["proofs"]![0]!["events"]![1]!["disclosed"]!["officer"]!.GetValue<string>());

        Assert.Equal(2, (await RunAsync(folder.File("letter.txt"), "--vkey", log.Key.Verifier.ToString())).Code);
        Assert.Equal(2, (await RunAsync(folder.File("one.tlog-proof"))).Code);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory); // .build/bin/{project}/{configuration}
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Zhuangjin.Cli", own.Name, "zj.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "verify", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, StandardOutputEncoding = Encoding.UTF8 })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await error;
        return (process.ExitCode, output);
    }
}
