using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Tests;

/// <summary>The power fails in the middle of a write: any first part of it may be on the disk, and nothing behind it.</summary>
public sealed class TornWriteTests
{
    [Fact]
    public async Task A_seal_of_which_only_a_part_was_written_never_was()
    {
        await using var log = await SealedAsync(2);
        var before = Stored(log);
        await log.RecordAsync("case/a", 3);
        var recorded = Stored(log);
        await log.SealAllAsync();
        var whole = Stored(log);
        Assert.Equal(before["zhuangjin.db"], whole["zhuangjin.db"]); // all that is new stands in the write-ahead log
        var (from, to) = (recorded["zhuangjin.db-wal"].Length, whole["zhuangjin.db-wal"].Length);
        Assert.True(to > from);

        // The frames of a write-ahead log are alike inside: each byte around their edges, and every 61st between.
        const int Frame = 24 + 4096;
        var lengths = Enumerable.Range(from, to - from + 1).Where(l => (l - 32) % Frame is < 40 or > Frame - 16 || l % 61 == 0 || l == to);
        foreach (var length in lengths)
        {
            using var torn = new Testing.TestFolder();
            foreach (var (name, bytes) in whole)
            {
                await File.WriteAllBytesAsync(torn.File(name), name.EndsWith("-wal") ? bytes[..length] : bytes);
            }
            await using var database = Databases.Open(Databases.DefaultAddress, torn.Path);
            var state = (await database.ReadAsync(LogState.LoadAsync))!;
            Assert.Equal(length == to ? 3 : 2, state.Size);
            Assert.Null(state.Contradiction());
            Assert.Equal(3L, await database.ReadAsync(s => s.FirstAsync("select count(*) from evidence_entry", r => r.GetInt64(0)))); // what was acknowledged is there
            var findings = (await LogCheck.RunAsync(database, null)).Findings;
            Assert.True(findings.Count == 0, $"{length}: {string.Join("; ", findings)}");
        }
    }

    [Fact]
    public async Task A_file_of_which_only_a_part_was_written_is_never_served_and_is_written_anew()
    {
        await using var log = await SealedAsync(3);
        await log.Publisher.PublishAsync(default);
        var before = Files(log);
        await log.RecordAsync("case/a", 4);
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
        var after = Files(log);

        foreach (var (name, bytes) in after.Where(f => !before.TryGetValue(f.Key, out var old) || !old.AsSpan().SequenceEqual(f.Value)))
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                // The state in which the write of this file was cut off: all before it are there, the checkpoint is still the old one.
                Restore(log, name == "checkpoint" ? after : before);
                await File.WriteAllBytesAsync(Path.Combine(log.Folder.Path, "checkpoint"), before["checkpoint"]);
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(log.Folder.Path, name))!);
                await File.WriteAllBytesAsync(Path.Combine(log.Folder.Path, $"{name}.4711.tmp"), bytes[..length]);

                await log.StartAsync();
                Assert.Equal(4, await log.Publisher.PublishAsync(default));
                Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(log.Folder.Path, name)));
            }
        }
        Assert.Empty((await LogCheck.RunAsync(log.Database, log.DataDirectory)).Findings); // leftovers of a killed writer included
    }

    private static async Task<TestLog> SealedAsync(int events)
    {
        var log = await TestLog.OpenAsync();
        for (var i = 1; i <= events; i++)
        {
            await log.RecordAsync("case/a", i);
            await log.SealAllAsync();
        }
        return log;
    }

    private static Dictionary<string, byte[]> Stored(TestLog log) => Directory.EnumerateFiles(log.DataDirectory, "zhuangjin.db*")
        .Where(f => !f.EndsWith("-shm") && !f.EndsWith(".locks"))
        .ToDictionary(f => Path.GetFileName(f), ReadShared);

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Dictionary<string, byte[]> Files(TestLog log) =>
        Directory.EnumerateFiles(log.Folder.Path, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(log.Folder.Path, f), File.ReadAllBytes);

    private static void Restore(TestLog log, Dictionary<string, byte[]> files)
    {
        Directory.Delete(log.Folder.Path, recursive: true);
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(log.Folder.Path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }
}
