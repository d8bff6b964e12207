using Zhuangjin.Evidence.Deposits.Files;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>What is deposited of a file: its digests, and the root of a tree over its chunks, by which a single chunk can be proved without the others.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hexadecimal.</param>
/// <param name="Sm3">Hexadecimal (GB/T 32905).</param>
/// <param name="ChunkRoot">Hexadecimal root of the RFC 6962 tree over chunks of <see cref="FileDigests.ChunkLength"/> bytes, SHA-256.</param>
public sealed record FileDigest(long Size, string Sha256, string Sm3, string ChunkRoot);

/// <summary>Digests of files of any size, read once, in constant memory.</summary>
public static class FileDigests
{
    /// <summary>Bytes of a chunk; the last one may be shorter.</summary>
    public const int ChunkLength = 1 << 20;

    /// <param name="progress">Hears how many bytes have been read.</param>
    public static Task<FileDigest> OfAsync(Stream content, IProgress<long>? progress = null, CancellationToken cancel = default) => ChunkTree.DigestAsync(content, progress, cancel);

    /// <summary>The siblings that lead from one chunk to the root; the file must be read for them once.</summary>
    public static Task<IReadOnlyList<byte[]>> ProveChunkAsync(Stream content, long chunk, CancellationToken cancel = default) => ChunkTree.ProveAsync(content, chunk, cancel);

    /// <summary>Whether these bytes are the chunk with this number of a file of <paramref name="size"/> bytes with this chunk root.</summary>
    public static bool IsChunk(ReadOnlySpan<byte> bytes, long chunk, long size, string chunkRoot, IReadOnlyList<byte[]> proof) => ChunkTree.Holds(bytes, chunk, size, chunkRoot, proof);
}
