using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>A node is backed up while it works, lost, and restored. A restore never lets the log fork.</summary>
public sealed class OperatingBackupTests
{
    private static async Task GrowAsync(TestLog log, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            await log.RecordAsync("case/a", i, "张三");
        }
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
    }

    private static async Task<TestLog> NodeAsync()
    {
        var log = await TestLog.OpenAsync();
        await GrowAsync(log, 1, 5);
        var files = Path.Combine(log.DataDirectory, "files", "ab", "cd");
        Directory.CreateDirectory(files);
        await File.WriteAllTextAsync(Path.Combine(files, "abcd"), "a material");
        return log;
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("backup.tar")]
    public async Task What_was_backed_up_while_the_node_wrote_is_restored_whole(string name)
    {
        await using var log = await NodeAsync();
        using var elsewhere = new TestFolder();
        var backup = Path.Combine(elsewhere.Path, name);
        var writing = Task.Run(() => GrowAsync(log, 6, 60));
        var made = await Backups.MakeAsync(log.DataDirectory, backup, TimeProvider.System);
        await writing;
        Assert.True(made.Size >= 5 && made.Files == 2, made.ToString());
        Assert.False(File.Exists(Path.Combine(backup, "master.key")));

        Assert.Equal(made, await Backups.CheckAsync(backup, []));
        var target = Path.Combine(elsewhere.Path, "restored");
        Assert.Equal(made, await Backups.RestoreAsync(backup, target, [], erasures: null));
        Assert.Equal("a material", await File.ReadAllTextAsync(Path.Combine(target, "files/ab/cd/abcd")));
        await using (var database = Databases.Open(Databases.DefaultAddress, target))
        {
            var report = await LogCheck.RunAsync(database, target);
            Assert.Empty(report.Findings);
            Assert.Equal(made.Size, report.Size);
        }
        Assert.Equal(["restored", name], Directory.EnumerateFileSystemEntries(elsewhere.Path).Select(Path.GetFileName).OrderDescending());
        await Assert.ThrowsAsync<IOException>(() => Backups.RestoreAsync(backup, target, [], erasures: null)); // never over a store
        await Assert.ThrowsAsync<IOException>(() => Backups.MakeAsync(log.DataDirectory, backup, TimeProvider.System)); // nor over a backup
    }

    [Fact]
    public async Task A_backup_older_than_what_others_hold_is_refused_and_so_is_another_branch()
    {
        await using var log = await NodeAsync();
        using var elsewhere = new TestFolder();
        var backup = Path.Combine(elsewhere.Path, "backup");
        var kept = Path.Combine(elsewhere.Path, "kept-by-a-witness");
        File.Copy(log.Folder.CheckpointFile, kept);
        await Backups.MakeAsync(log.DataDirectory, backup, TimeProvider.System);
        Assert.Equal(5, (await Backups.CheckAsync(backup, [kept])).Size);

        await GrowAsync(log, 6, 8);
        var newer = log.Folder.CheckpointFile;
        var target = Path.Combine(elsewhere.Path, "restored");
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => Backups.RestoreAsync(backup, target, [newer], erasures: null));
        Assert.Contains("8 entries", refusal.Message);
        Assert.False(Directory.Exists(target));

        // Restored without asking anybody, and gone on with: now there are two branches, and the start says so.
        await Backups.RestoreAsync(backup, target, [], erasures: null);
        Directory.CreateDirectory(Path.Combine(log.DataDirectory, KnownCheckpoint.Folder));
        var forked = log.Key.Note.Sign(new Notes.Checkpoint(log.Key.Verifier.Name, 7, new byte[32]).Text).ToString();
        var file = Path.Combine(log.DataDirectory, KnownCheckpoint.Folder, "monitor");
        await File.WriteAllTextAsync(file, forked);
        Assert.Contains("fork", (await Assert.ThrowsAsync<InvalidDataException>(log.StartAsync)).Message);
        await File.WriteAllTextAsync(file, await File.ReadAllTextAsync(newer));
        await log.StartAsync();
    }

    [Fact]
    public async Task A_damaged_backup_is_named_by_the_file_that_is_wrong()
    {
        await using var log = await NodeAsync();
        using var elsewhere = new TestFolder();
        var backup = Path.Combine(elsewhere.Path, "backup");
        await Backups.MakeAsync(log.DataDirectory, backup, TimeProvider.System);
        foreach (var path in new[] { "zhuangjin.db", "files/ab/cd/abcd" })
        {
            var file = Path.Combine(backup, path);
            var good = await File.ReadAllBytesAsync(file);
            var bad = (byte[])good.Clone();
            bad[good.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(file, bad);
            Assert.Contains(path, (await Assert.ThrowsAsync<InvalidDataException>(() => Backups.CheckAsync(backup, []))).Message);
            await File.WriteAllBytesAsync(file, good);
        }
        File.Delete(Path.Combine(backup, "files/ab/cd/abcd"));
        Assert.Contains("missing", (await Assert.ThrowsAsync<InvalidDataException>(() => Backups.CheckAsync(backup, []))).Message);
        File.Delete(Path.Combine(backup, "backup.json"));
        Assert.Contains("no complete backup", (await Assert.ThrowsAsync<InvalidDataException>(() => Backups.CheckAsync(backup, []))).Message);
    }
}
