namespace Zhuangjin.Kernel.Files;

/// <summary>Content-addressed bytes: materials that people upload, documents that the program makes. Who may read them is decided by their owner, not here.</summary>
/// <remarks>Embedded: files under the data folder. On PostgreSQL: rows, so that every node has every file.</remarks>
public interface IFileStore
{
    /// <summary>Stores what the stream holds and returns its digest and size once durable. Storing the same bytes twice is free.</summary>
    /// <exception cref="Faults.InvalidInputException">More than <paramref name="maxBytes"/> bytes came.</exception>
    Task<StoredFile> SaveAsync(Stream content, long maxBytes, CancellationToken cancel = default);

    /// <summary>Opens stored bytes by digest; null when there are none.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken cancel = default);
}

/// <param name="Sha256">Lower-case hexadecimal digest.</param>
/// <param name="Size">Bytes.</param>
public sealed record StoredFile(string Sha256, long Size);
