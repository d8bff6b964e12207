using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Kernel.Files;

/// <summary>Files as rows of at most 1 MiB each, so that every node of the database has every file.</summary>
internal sealed class PostgresFileStore(IDatabase database) : IFileStore
{
    private const int ChunkLength = 1024 * 1024;

    public async Task<StoredFile> SaveAsync(Stream content, long maxBytes, CancellationToken cancel = default)
    {
        // To a local file first: the digest must be known before the first row, and no transaction may wait for a slow sender.
        await using var draft = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var stored = await Intake.CopyAsync(content, draft, maxBytes, cancel);
        draft.Position = 0;
        await database.WriteAsync(async session =>
        {
            var added = await session.ExecuteAsync("insert into kernel_file(sha256, size) values ($1, $2) on conflict do nothing", stored.Sha256, stored.Size);
            if (added == 0)
            {
                return 0;
            }
            var buffer = new byte[ChunkLength];
            var number = 0;
            int read;
            while ((read = await draft.ReadAtLeastAsync(buffer, ChunkLength, throwOnEndOfStream: false, cancel)) > 0)
            {
                await session.ExecuteAsync(
                    "insert into kernel_file_chunk(sha256, number, content) values ($1, $2, $3)",
                    stored.Sha256, number++, read == ChunkLength ? buffer : buffer[..read]);
            }
            return number;
        }, cancel);
        return stored;
    }

    public async Task<Stream?> OpenAsync(string sha256, CancellationToken cancel = default)
    {
        var size = await database.ReadAsync(session => session.FirstAsync<long?>("select size from kernel_file where sha256 = $1", row => row.GetInt64(0), sha256), cancel);
        return size is null ? null : new ChunkStream(this, sha256, size.Value);
    }

    private Task<byte[]?> ChunkAsync(string sha256, int number, CancellationToken cancel) => database.ReadAsync(session => session.FirstAsync(
        "select content from kernel_file_chunk where sha256 = $1 and number = $2", row => row.GetFieldValue<byte[]>(0), sha256, number), cancel);

    /// <summary>Reads chunk after chunk, each when it is wanted; holds no connection in between. Can be sought.</summary>
    private sealed class ChunkStream(PostgresFileStore store, string sha256, long size) : Stream
    {
        private byte[] _chunk = [];
        private int _number = -1;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= size || buffer.Length == 0)
            {
                return 0;
            }
            var number = (int)(Position / ChunkLength);
            if (number != _number)
            {
                _chunk = await store.ChunkAsync(sha256, number, cancellationToken) ?? throw new InvalidDataException($"Chunk {number} of the stored file {sha256} is missing.");
                _number = number;
            }
            var piece = _chunk.AsMemory((int)(Position % ChunkLength));
            var length = Math.Min(piece.Length, buffer.Length);
            piece[..length].CopyTo(buffer);
            Position += length;
            return length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        /// <summary>For readers that know no other way (zip archives); waits on a pool thread.</summary>
        public override int Read(byte[] buffer, int offset, int count) => Task.Run(() => ReadAsync(buffer.AsMemory(offset, count)).AsTask()).GetAwaiter().GetResult();

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => size + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
