using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Files as a department deposits them, and receipts as an outsider checks them.</summary>
public sealed class DepositFileTests
{
    private const int Chunk = FileDigests.ChunkLength;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((5 * Chunk) + 12345)]
    public async Task Digests_are_those_of_the_whole_and_each_chunk_is_proved_alone(int size)
    {
        var bytes = RandomNumberGenerator.GetBytes(size);
        var digest = await FileDigests.OfAsync(new MemoryStream(bytes));
        Assert.Equal((size, Convert.ToHexStringLower(SHA256.HashData(bytes)), Convert.ToHexStringLower(Sm3.Hash(bytes))), (digest.Size, digest.Sha256, digest.Sm3));
        Assert.Equal(Convert.ToHexStringLower(NaiveTree.Root([.. bytes.Chunk(Chunk).Select(NaiveTree.Leaf)])), digest.ChunkRoot);
        for (var chunk = 0; chunk * (long)Chunk < size; chunk++)
        {
            var proof = await FileDigests.ProveChunkAsync(new MemoryStream(bytes), chunk);
            var piece = bytes.AsSpan(chunk * Chunk, Math.Min(Chunk, size - (chunk * Chunk))).ToArray();
            Assert.True(FileDigests.IsChunk(piece, chunk, size, digest.ChunkRoot, proof));
            piece[0] ^= 1;
            Assert.False(FileDigests.IsChunk(piece, chunk, size, digest.ChunkRoot, proof));
        }
    }

    [Fact]
    public async Task A_receipt_is_checked_without_the_platform_and_a_changed_one_is_found_out()
    {
        await using var site = await DepositSite.StartAsync();
        var content = Encoding.UTF8.GetBytes(new string('登', 500));
        var digest = await FileDigests.OfAsync(new MemoryStream(content));
        var (_, answer) = await site.PostAsync("/api/v1/deposits", new { scene = "land-supply", kind = "digest", digest.Sha256, digest.Sm3, digest.Size });
        var text = answer.GetRawText();
        var key = answer.GetProperty("log").GetString()!;
        var receipt = await site.SealedAsync(answer.GetProperty("id").GetString()!);
        var proof = await site.Client.GetByteArrayAsync(receipt.Proof.Href);

        var report = ReceiptVerifier.Verify(Encoding.UTF8.GetBytes(text), digest, proof, key);
        Assert.True(report is { Holds: true, ContentMatches: true, KeyGiven: true, Index: not null }, report.Failure?.ToString());
        Assert.Equal("evidence.receipt.other-file", ReceiptVerifier.Verify(Encoding.UTF8.GetBytes(text), digest with { Sm3 = new('0', 64) }).Failure!.Code);
        Assert.Equal("evidence.receipt.other-entry", ReceiptVerifier.Verify(Encoding.UTF8.GetBytes(text.Replace(digest.Sha256, new('1', 64)))).Failure!.Code);
        Assert.Equal("evidence.receipt.signature", ReceiptVerifier.Verify(Encoding.UTF8.GetBytes(text.Replace("in the log by 2", "in the log by 3"))).Failure!.Code);
        Assert.Equal("evidence.receipt.malformed", ReceiptVerifier.Verify("""{"format":"zhuangjin deposit receipt","version":1}"""u8).Failure!.Code);
        var (_, other) = await site.PostAsync("/api/v1/deposits", new { scene = "land-supply", kind = "digest", digest.Sha256, digest.Size });
        Assert.Equal("evidence.receipt.other-proof", ReceiptVerifier.Verify(Encoding.UTF8.GetBytes(other.GetRawText()), null, proof).Failure!.Code);
    }

    [Fact]
    public async Task The_command_deposits_once_waits_for_the_proof_and_verify_checks_it_offline()
    {
        await using var site = await DepositSite.StartAsync();
        using var folder = new TestFolder();
        var (small, large) = (folder.File("登记申请书.pdf"), folder.File("scan.tif"));
        await File.WriteAllBytesAsync(small, RandomNumberGenerator.GetBytes(4000));
        await File.WriteAllBytesAsync(large, RandomNumberGenerator.GetBytes((3 * Chunk) + 7));
        string[] deposit = ["deposit", small, large, "--to", site.Client.BaseAddress!.ToString(), "--scene", "joint-survey", "--token", DepositSite.Land, "--wait"];

        var (code, output) = await RunAsync(deposit);
        Assert.True(code == 0, output);
        var first = JsonSerializer.Deserialize<DepositReceipt>(await File.ReadAllBytesAsync(small + ".receipt.json"), JsonSerializerOptions.Web)!;
        Assert.Equal(DepositKinds.File, JsonSerializer.Deserialize<DepositReceipt>(await File.ReadAllBytesAsync(large + ".receipt.json"), JsonSerializerOptions.Web)!.Kind);

        // As if it had been stopped before it wrote the receipt: the platform answers with the same one.
        File.Delete(small + ".receipt.json");
        (code, output) = await RunAsync(deposit);
        Assert.True(code == 0, output);
        Assert.Equal(first.Promise, JsonSerializer.Deserialize<DepositReceipt>(await File.ReadAllBytesAsync(small + ".receipt.json"), JsonSerializerOptions.Web)!.Promise);
        Assert.Equal(2, await site.Database.ReadAsync(s => s.FirstAsync("select count(*) from evidence_deposit", r => r.GetInt64(0))));

        (code, output) = await RunAsync("verify", large + ".receipt.json", "--file", large, "--vkey", first.Log);
        Assert.True(code == 0, output);
        (code, _) = await RunAsync("verify", large + ".receipt.json", "--file", small);
        Assert.Equal(1, code);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory); // .build/bin/{project}/{configuration}
        var program = Path.Combine(own.Parent!.Parent!.FullName, "Zhuangjin.Cli", own.Name, "zj.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
