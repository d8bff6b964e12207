using Xunit;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Tests;

/// <summary>Debian's Go library, written by others for Go's own checksum database, reads what we publish (apt: golang-go, golang-golang-x-mod-dev).</summary>
public sealed class GoTests
{
    private static Task<(int Code, string Output)> ReadAsync(params string[] arguments) => GoProgram.ReadLog.RunAsync(arguments);

    [Fact]
    public async Task Another_library_accepts_every_entry_and_every_older_checkpoint()
    {
        await using var log = await TestLog.OpenAsync();
        var older = new List<string>();
        var sequence = 0L;
        foreach (var size in (int[])[1, 2, 7, 255, 256, 257, 700, 4000, 70_000])
        {
            await AddAsync(log, sequence, size - sequence);
            sequence = size;
            await log.SealAllAsync();
            await log.Publisher.PublishAsync(default);
            var (code, output) = await ReadAsync([log.Folder.Path, log.Key.Verifier.ToString(), .. older]);
            Assert.True(code == 0, output);
            Assert.Equal($"{size} entries of zhuangjin.example/log included, {older.Count} older trees consistent\n", output);
            older.Add($"{size}:{Convert.ToBase64String((await log.StateAsync()).Root)}");
        }
    }

    [Fact]
    public async Task It_refuses_a_changed_tile_and_a_changed_entry_as_we_do()
    {
        await using var log = await TestLog.OpenAsync();
        await AddAsync(log, 0, 300);
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
        foreach (var name in (string[])["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "checkpoint"])
        {
            var file = Path.Combine(log.Folder.Path, name);
            var bytes = await File.ReadAllBytesAsync(file);
            var changed = (byte[])bytes.Clone();
            changed[31] ^= 1;
            await File.WriteAllBytesAsync(file, changed);
            Assert.NotEqual(0, (await ReadAsync(log.Folder.Path, log.Key.Verifier.ToString())).Code);
            await File.WriteAllBytesAsync(file, bytes);
        }
        Assert.Equal(0, (await ReadAsync(log.Folder.Path, log.Key.Verifier.ToString())).Code);
    }

    /// <summary>Many small entries at once.</summary>
    private static Task AddAsync(TestLog log, long after, long count) => log.Database.WriteAsync(async (ISession session) =>
    {
        for (var i = 1; i <= count; i++)
        {
            await log.Recorder.RecordAsync(session, Samples.Event("case/a", after + i));
        }
        return 0;
    });
}
