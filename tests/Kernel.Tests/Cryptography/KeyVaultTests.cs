using Xunit;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Testing;

namespace Zhuangjin.Kernel.Tests.Cryptography;

public sealed class KeyVaultTests
{
    [Fact]
    public async Task The_key_that_was_made_first_is_the_one_that_every_node_gets()
    {
        await using var store = await TestDatabase.OpenAsync();
        var master = MasterKey.Load(store.DataDirectory);
        var made = 0;
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            new KeyVault(store.Database, master, TimeProvider.System).GetOrCreateAsync("evidence.log", () => [(byte)Interlocked.Increment(ref made), 7, 7])));
        Assert.All(keys, key => Assert.Equal(keys[0], key));

        var afterRestart = new KeyVault(store.Database, MasterKey.Load(store.DataDirectory), TimeProvider.System);
        Assert.Equal(keys[0], await afterRestart.GetOrCreateAsync("evidence.log", () => throw new InvalidOperationException("made twice")));
        Assert.Null(await afterRestart.FindAsync("another"));
    }

    [Fact]
    public async Task The_database_without_the_master_key_gives_no_key_away()
    {
        await using var store = await TestDatabase.OpenAsync();
        var secret = "a secret of some length"u8.ToArray();
        await new KeyVault(store.Database, new(new byte[16]), TimeProvider.System).GetOrCreateAsync("certificates.issuer", () => secret);

        var stored = await store.Database.ReadAsync(s => s.FirstAsync("select wrapped from kernel_secret", r => r.GetFieldValue<byte[]>(0)));
        Assert.Equal(-1, stored.AsSpan().IndexOf("secret"u8));
        var thief = new KeyVault(store.Database, MasterKey.Load(store.DataDirectory), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => thief.FindAsync("certificates.issuer"));
        Assert.Contains("master.key", refused.Message);
    }

    [Fact]
    public async Task A_wrapped_key_moved_to_another_name_does_not_open()
    {
        await using var store = await TestDatabase.OpenAsync();
        var vault = new KeyVault(store.Database, MasterKey.Load(store.DataDirectory), TimeProvider.System);
        await vault.GetOrCreateAsync("security.token", () => [1, 2, 3]);
        await store.Database.WriteAsync(s => s.ExecuteAsync("update kernel_secret set name = 'evidence.log'"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => vault.FindAsync("evidence.log"));
    }

    [Fact]
    public void The_master_key_is_for_its_owner_only_and_must_be_whole()
    {
        using var folder = new TestFolder();
        MasterKey.Load(folder.Path);
        var file = folder.File("master.key");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
        File.WriteAllText(file, "0123");
        Assert.Contains(file, Assert.Throws<InvalidOperationException>(() => MasterKey.Load(folder.Path)).Message);
    }
}
