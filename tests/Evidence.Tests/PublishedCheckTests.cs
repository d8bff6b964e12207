using System.Text;
using Xunit;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Testing;

namespace Zhuangjin.Evidence.Tests;

/// <summary>An outsider has copied the published files, knows the log's key, and checks all of it without any database (`zj fsck --log`).</summary>
public sealed class PublishedCheckTests(PublishedCheckTests.LargeLog large) : IClassFixture<PublishedCheckTests.LargeLog>, IDisposable
{
    private static readonly NoteKey Key = new("zhuangjin.example/log", [.. Enumerable.Repeat((byte)9, 32)]);

    private readonly TestFolder _files = new();

    private LogFolder Folder => new(_files.File("log"));

    public void Dispose() => _files.Dispose();

    private static byte[] Entry(long place) => Encoding.ASCII.GetBytes($"{{\"place\":{place},\"text\":\"{new string('x', (int)(place % 97))}\"}}");

    private static void Write(LogFolder folder, long size) => new SyntheticLog(folder, Sha256TreeHash.Instance).Write(Key, size, Entry);

    private static Task<LogCheckReport> CheckAsync(LogFolder folder) => LogCheck.RunPublishedAsync(folder.Path, Key.Verifier.ToString());

    /// <summary>More entries than stand below one tile of the first level. Whoever changes a file puts it back.</summary>
    public sealed class LargeLog : IDisposable
    {
        private readonly TestFolder _files = new();

        public LargeLog() => Write(Folder, 66_000);

        internal LogFolder Folder => new(_files.File("log"));

        public void Dispose() => _files.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 3)]
    [InlineData(255, 3)]
    [InlineData(256, 4)]
    [InlineData(257, 6)]
    [InlineData(700, 8)]
    [InlineData(66_000, 520)]
    public async Task A_sound_log_of_any_size(long size, long files)
    {
        var folder = size == 66_000 ? large.Folder : Folder;
        if (folder != large.Folder)
        {
            Write(folder, size);
        }
        var report = await CheckAsync(folder);
        Assert.Empty(report.Findings);
        Assert.Equal((size, 1L, files), (report.Size, report.Checkpoints, report.Files));
    }

    [Fact]
    public async Task The_national_tree_is_checked_by_the_kind_of_its_key()
    {
        var key = new Sm2NoteKey("zhuangjin.example/log-gm", Sm2PrivateKey.Generate());
        new SyntheticLog(Folder, Sm3TreeHash.Instance).Write(key, 3000, Entry);
        Assert.Empty((await LogCheck.RunPublishedAsync(Folder.Path, key.Verifier.ToString())).Findings);
        Assert.NotEmpty((await CheckAsync(Folder)).Findings);
    }

    [Fact]
    public async Task What_the_program_itself_published_is_sound()
    {
        await using var log = await TestLog.OpenAsync();
        for (var i = 1; i <= 5; i++)
        {
            await log.RecordAsync("case/a", i, "张三");
        }
        await log.SealAllAsync();
        await log.Publisher.PublishAsync(default);
        var report = await LogCheck.RunPublishedAsync(log.Folder.Path, log.Key.Verifier.ToString());
        Assert.Empty(report.Findings);
        Assert.Equal(5, report.Size);
    }

    [Theory]
    [InlineData("tile/entries/003", 1000, "tile/entries/003 entry-changed")]
    [InlineData("tile/0/003", 32 * 17, "tile/0/003 hash-changed 785 tile/entries/003")]
    [InlineData("tile/1/000", 32 * 17, "tile/1/000 hash-changed 17 tile/0/017")]
    [InlineData("tile/2/000.p/1", 5, "tile/2/000.p/1 tile-or-hash-changed 0 tile/1/000")] // only the root stands above it
    [InlineData("tile/0/257.p/208", 32 * 7, "tile/0/257.p/208 entry-or-hash-changed 65799 tile/entries/257.p/208")]
    [InlineData("tile/entries/257.p/208", 40, "tile/0/257.p/208 entry-or-hash-changed 65792 tile/entries/257.p/208", "checkpoint published-root 66000")]
    public async Task A_changed_bit_is_named_as_exactly_as_the_rest_of_the_log_can_tell(string file, int offset, params string[] expected)
    {
        using var change = Change(large.Folder, file, bytes => bytes[offset] ^= 1);
        var findings = (await CheckAsync(large.Folder)).Findings;
        Assert.Equal(expected.Length, findings.Count);
        Assert.All(expected.Zip(findings), pair => Assert.StartsWith(pair.First, Words(pair.Second)));
    }

    [Fact]
    public async Task Each_single_bit_of_a_small_log_matters_and_its_file_is_named()
    {
        Write(Folder, 2);
        foreach (var file in (string[])["tile/entries/000.p/2", "tile/0/000.p/2"])
        {
            var length = new FileInfo(Path.Combine(Folder.Path, file)).Length;
            for (var bit = 0; bit < 8 * length; bit++)
            {
                using var change = Change(Folder, file, bytes => bytes[bit / 8] ^= (byte)(1 << (bit % 8)));
                Assert.Contains((await CheckAsync(Folder)).Findings, f => f.Place == file || f.What.Args.Contains(file));
            }
        }
        Assert.Empty((await CheckAsync(Folder)).Findings);
    }

    [Fact]
    public async Task The_first_of_several_faults_comes_first()
    {
        using var a = Change(large.Folder, "tile/0/250", bytes => bytes[500] ^= 4);
        using var b = Change(large.Folder, "tile/entries/100", bytes => bytes[500] ^= 4);
        using var c = Change(large.Folder, "tile/entries/099", bytes => bytes[500] ^= 4);
        using var d = Change(large.Folder, "tile/entries/200", _ => null);
        using var e = Change(large.Folder, "tile/0/201", bytes => [.. bytes, 1]);
        using var f = Change(large.Folder, "tile/entries/202", bytes => bytes[..100]);
        Assert.Equal(
            ["tile/entries/099 entry-changed", "tile/entries/100 entry-changed", "tile/entries/200 file-missing", "tile/0/201 file-length", "tile/entries/202 bundle-broken", "tile/0/250 hash-changed"],
            (await CheckAsync(large.Folder)).Findings.Select(f => string.Join(' ', Words(f).Split(' ')[..2])));
    }

    [Fact]
    public async Task Whoever_rewrites_everything_below_fails_at_the_signed_root()
    {
        Write(Folder, 700);
        var note = File.ReadAllText(Folder.CheckpointFile);
        new SyntheticLog(Folder, Sha256TreeHash.Instance).Write(Key, 700, place => Entry(place == 300 ? 301 : place));
        File.WriteAllText(Folder.CheckpointFile, note);
        Assert.Equal("checkpoint published-root 700", Words(Assert.Single((await CheckAsync(Folder)).Findings)));
    }

    [Fact]
    public async Task Another_key_another_name_or_no_checkpoint_at_all_is_refused()
    {
        Write(Folder, 3);
        using var other = new NoteKey("zhuangjin.example/log", [.. Enumerable.Repeat((byte)8, 32)]);
        Assert.Equal("checkpoint checkpoint signature", Words(Assert.Single((await LogCheck.RunPublishedAsync(Folder.Path, other.Verifier.ToString())).Findings)));
        File.WriteAllText(Folder.CheckpointFile, Key.Sign(new Checkpoint("another.example/log", 3, new byte[32]).Text).ToString());
        Assert.Equal("checkpoint checkpoint origin", Words(Assert.Single((await CheckAsync(Folder)).Findings)));
        File.Delete(Folder.CheckpointFile);
        Assert.Equal("checkpoint file-missing", Words(Assert.Single((await CheckAsync(Folder)).Findings)));
        await Assert.ThrowsAsync<FormatException>(() => LogCheck.RunPublishedAsync(Folder.Path, "no key"));
    }

    [Fact]
    public async Task A_log_that_is_wrong_everywhere_is_left_after_enough_findings()
    {
        Write(Folder, 700);
        File.WriteAllBytes(Path.Combine(Folder.Path, "tile/0/000"), new byte[256 * 32]);
        var report = await CheckAsync(Folder);
        Assert.Equal(LogCheckReport.MostFindings, report.Findings.Count);
        Assert.Equal("tile/0/000 hash-changed 0 tile/entries/000", Words(report.Findings[0]));
    }

    /// <summary>"tile/0/003 hash-changed 785 tile/entries/003".</summary>
    private static string Words(LogFinding finding) => string.Join(' ', [finding.Place, finding.What.Code["evidence.check.".Length..], .. finding.What.Args]);

    private static PutBack Change(LogFolder folder, string file, Action<byte[]> change) => Change(folder, file, bytes =>
    {
        var changed = (byte[])bytes.Clone();
        change(changed);
        return changed;
    });

    private static PutBack Change(LogFolder folder, string file, Func<byte[], byte[]?> change)
    {
        var path = Path.Combine(folder.Path, file);
        var bytes = File.ReadAllBytes(path);
        if (change(bytes) is { } changed)
        {
            File.WriteAllBytes(path, changed);
        }
        else
        {
            File.Delete(path);
        }
        return new(path, bytes);
    }

    private sealed record PutBack(string Path, byte[] Bytes) : IDisposable
    {
        public void Dispose() => File.WriteAllBytes(Path, Bytes);
    }
}
