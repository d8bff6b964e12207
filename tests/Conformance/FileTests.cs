using System.Security.Cryptography;
using Xunit;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Files;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Conformance;

/// <summary>What every engine may rely on when it keeps files, on each store.</summary>
public abstract class FileTests
{
    protected abstract Task<Store> OpenAsync();

    private async Task<(Store Store, IFileStore Files)> OpenFilesAsync()
    {
        var store = await OpenAsync();
        await MigrationRunner.ApplyAsync(store.Database, MigrationRunner.Of([], store.Database.Dialect), TimeProvider.System);
        return (store, FileStores.Open(store.Database, store.Folder));
    }

    private static async Task<byte[]> ReadAsync(IFileStore files, string sha256)
    {
        await using var stream = await files.OpenAsync(sha256) ?? throw new InvalidOperationException("missing");
        var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    [InlineData((1024 * 1024) + 1)]
    [InlineData(3_500_000)]
    public async Task What_was_stored_comes_back_also_from_another_node(int length)
    {
        var (store, files) = await OpenFilesAsync();
        await using var _ = store;
        var bytes = RandomNumberGenerator.GetBytes(length);
        var stored = await files.SaveAsync(new SlowStream(bytes), length);
        Assert.Equal(new StoredFile(Convert.ToHexStringLower(SHA256.HashData(bytes)), length), stored);
        Assert.Equal(stored, await files.SaveAsync(new MemoryStream(bytes), length));

        await using var again = store.OpenAgain();
        Assert.Equal(bytes, await ReadAsync(FileStores.Open(again, store.Folder), stored.Sha256));
    }

    [Fact]
    public async Task Several_people_upload_the_same_file_at_once()
    {
        var (store, files) = await OpenFilesAsync();
        await using var _ = store;
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => files.SaveAsync(new SlowStream(bytes), bytes.Length)));
        Assert.Single(stored.Distinct());
        Assert.Equal(bytes, await ReadAsync(files, stored[0].Sha256));
    }

    [Fact]
    public async Task One_byte_too_many_is_refused_and_leaves_nothing()
    {
        var (store, files) = await OpenFilesAsync();
        await using var _ = store;
        var bytes = RandomNumberGenerator.GetBytes(2 * 1024 * 1024);
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => files.SaveAsync(new MemoryStream(bytes), bytes.Length - 1));
        Assert.Equal("kernel.fault.file-too-large", refused.Faults.Single().Code);
        Assert.Null(await files.OpenAsync(Convert.ToHexStringLower(SHA256.HashData(bytes))));
        Assert.DoesNotContain(Directory.EnumerateFiles(store.Folder, "*", SearchOption.AllDirectories), f => f.Contains("incoming", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_not_there_is_not_found(string digest)
    {
        var (store, files) = await OpenFilesAsync();
        await using var _ = store;
        Assert.Null(await files.OpenAsync(digest));
    }

    [Fact]
    public async Task A_stored_file_can_be_read_from_any_place()
    {
        var (store, files) = await OpenFilesAsync();
        await using var _ = store;
        var bytes = RandomNumberGenerator.GetBytes(2_500_000);
        var stored = await files.SaveAsync(new MemoryStream(bytes), bytes.Length);
        await using var stream = (await files.OpenAsync(stored.Sha256))!;
        Assert.Equal(bytes.Length, stream.Length);
        var piece = new byte[10];
        foreach (var place in (int[])[2_499_990, 0, (1024 * 1024) - 5])
        {
            stream.Position = place;
            await stream.ReadExactlyAsync(piece);
            Assert.Equal(bytes[place..(place + 10)], piece);
        }
    }

    /// <summary>Gives a few bytes at a time, as a network does.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 9_999)], cancellationToken);
    }
}

public sealed class SqliteFileTests : FileTests
{
    protected override Task<Store> OpenAsync() => Sqlite.OpenAsync();
}

public sealed class PostgresFileTests(SharedCluster cluster) : FileTests
{
    protected override Task<Store> OpenAsync() => cluster.OpenAsync();
}
