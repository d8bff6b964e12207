using System.Security.Cryptography;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Evidence.Deposits.Files;

/// <summary>The tree over a file's chunks. It has the shape and hashes of the log's own tree, so whoever can check the one can check the other.</summary>
internal static class ChunkTree
{
    public static async Task<FileDigest> DigestAsync(Stream content, IProgress<long>? progress, CancellationToken cancel)
    {
        var (sm3, edge, size) = (new Sm3Stream(), new RightEdge(Sha256TreeHash.Instance), 0L);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var chunk in ChunksAsync(content, cancel))
        {
            // The three do not depend on each other.
            var national = Task.Run(() => sm3.Append(chunk.Span), cancel);
            var whole = Task.Run(() => sha256.AppendData(chunk.Span), cancel);
            edge.Append(Sha256TreeHash.Instance.Leaf(chunk.Span));
            await Task.WhenAll(national, whole);
            size += chunk.Length;
            progress?.Report(size);
        }
        return new(size, Convert.ToHexStringLower(sha256.GetCurrentHash()), Convert.ToHexStringLower(sm3.Finish()), Convert.ToHexStringLower(edge.Root()));
    }

    /// <summary>32 bytes for each MiB are kept; a file of a terabyte needs 32 MB.</summary>
    public static async Task<IReadOnlyList<byte[]>> ProveAsync(Stream content, long chunk, CancellationToken cancel)
    {
        var leaves = new List<byte[]>();
        await foreach (var piece in ChunksAsync(content, cancel))
        {
            leaves.Add(Sha256TreeHash.Instance.Leaf(piece.Span));
        }
        return chunk < 0 || chunk >= leaves.Count
            ? throw new ArgumentOutOfRangeException(nameof(chunk), chunk, $"The file has {leaves.Count} chunks.")
            : [.. TreeShape.Inclusion(chunk, leaves.Count).Select(range => RootOf(leaves, range))];
    }

    public static bool Holds(ReadOnlySpan<byte> bytes, long chunk, long size, string chunkRoot, IReadOnlyList<byte[]> proof)
    {
        var chunks = (size + FileDigests.ChunkLength - 1) / FileDigests.ChunkLength;
        var expected = chunk == chunks - 1 ? size - (chunk * FileDigests.ChunkLength) : FileDigests.ChunkLength;
        return chunk >= 0 && chunk < chunks && bytes.Length == expected
            && TreeProof.RootOfInclusion(Sha256TreeHash.Instance, chunk, chunks, Sha256TreeHash.Instance.Leaf(bytes), proof) is { } root
            && Convert.ToHexStringLower(root) == chunkRoot;
    }

    private static byte[] RootOf(List<byte[]> leaves, LeafRange range)
    {
        var edge = new RightEdge(Sha256TreeHash.Instance);
        for (var i = range.Start; i < range.End; i++)
        {
            edge.Append(leaves[(int)i]);
        }
        return edge.Root();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChunksAsync(Stream content, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = new byte[FileDigests.ChunkLength];
        while (await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel) is > 0 and var read)
        {
            yield return buffer.AsMemory(0, read);
        }
    }
}
