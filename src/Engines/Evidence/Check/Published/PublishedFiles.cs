using Microsoft.Win32.SafeHandles;
using Zhuangjin.Evidence.Publishing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Check.Published;

/// <summary>Reads a log's files one after another into the same memory. For one thread.</summary>
internal sealed class PublishedFiles(LogFolder folder, ITreeHash hash)
{
    /// <summary>The longest bundle that the format allows: 256 of the longest entries.</summary>
    private const int LongestBundle = TilePath.FullWidth * (2 + EntryBundle.LongestEntry);

    private byte[] _bundle = new byte[1 << 17];
    private readonly byte[] _tile = new byte[(TilePath.FullWidth * hash.Length) + 1];

    /// <summary>How many files were read.</summary>
    public long Count { get; private set; }

    /// <summary>The hashes of a tile; null, and a finding, when it is missing or has not the length that its name says. Good until the next tile is read.</summary>
    public ReadOnlySpan<byte> Tile(TilePath tile, Findings findings)
    {
        if (Open(tile, findings) is not { } file)
        {
            return default;
        }
        using (file)
        {
            var length = Read(file, _tile);
            if (length == tile.Width * hash.Length)
            {
                return _tile.AsSpan(0, length);
            }
            findings.Add(tile.ToString(), "file-length", (tile.Width * hash.Length).ToString(), RandomAccess.GetLength(file).ToString());
            return default;
        }
    }

    /// <summary>A bundle's bytes; null, and a finding, when it is missing or longer than any bundle. Good until the next bundle is read.</summary>
    public ReadOnlySpan<byte> Bundle(TilePath bundle, Findings findings)
    {
        if (Open(bundle, findings) is not { } file)
        {
            return default;
        }
        using (file)
        {
            var length = RandomAccess.GetLength(file);
            if (length > LongestBundle)
            {
                findings.Add(bundle.ToString(), "file-length", LongestBundle.ToString(), length.ToString());
                return default;
            }
            if (length > _bundle.Length)
            {
                _bundle = new byte[length];
            }
            return _bundle.AsSpan(0, Read(file, _bundle));
        }
    }

    private SafeFileHandle? Open(TilePath tile, Findings findings)
    {
        try
        {
            // Sharing everything spares the lock that .NET would set on the file.
            var file = File.OpenHandle(folder.FileOf(tile), share: FileShare.ReadWrite | FileShare.Delete);
            Count++;
            return file;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Add(tile.ToString(), "file-missing");
            return null;
        }
    }

    private static int Read(SafeFileHandle file, Span<byte> buffer)
    {
        var sum = 0;
        while (sum < buffer.Length && RandomAccess.Read(file, buffer[sum..], sum) is > 0 and var read)
        {
            sum += read;
        }
        return sum;
    }
}
