using Zhuangjin.DataSharing.Contracts;
using Zhuangjin.DataSharing.Sharing.Grants;
using Zhuangjin.DataSharing.Sharing.Requests;
using Zhuangjin.DataSharing.Sharing.Tracing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Time;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.DataSharing.Sharing.Exchange;

/// <summary>Gives whole files under a grant. Each request, a resumed one too, is one use on record; the day's quota is charged once for a version.</summary>
internal sealed class FileExchange(GrantGate gate, GrantBook book, GrantedFiles files, DailyQuota quota, UseRecorder uses, TimeProvider time)
{
    /// <exception cref="DeniedException">There is no such grant for the actor, or it has ended.</exception>
    /// <exception cref="QuotaSpentException">The file has more rows than the grant gives today.</exception>
    public async Task<(GrantedFile File, Stream Content, Pinned Data)> OpenAsync(Actor actor, string resource, string grantId, FileFormat format, CancellationToken cancel = default)
    {
        var (grant, data) = await gate.OpenAsync(actor, resource, grantId, cancel);
        var file = await files.OfAsync(grant, data, format);
        if (file.Rows > 0 && !await quota.TakeOnceAsync(grant, data.Data.Number, file.Rows, cancel))
        {
            throw new QuotaSpentException(grant);
        }
        await uses.RecordAsync(new(resource, data.Data.Number, data.Data.Hash, grant.RecipientId, "grant/" + grant.Id, file.Items, file.Rows, [], GrantStore.Stream(grant.Id), IsFile: true), cancel);
        return (file, new GuardedStream(File.OpenRead(file.Path), StandsAsync), data);

        async ValueTask<bool> StandsAsync(CancellationToken stop) => await book.FindAsync(grant.Id, stop) is { } now && RequestRules.Ended(now, time.GetUtcNow().ChinaDate()) is null;
    }
}

/// <summary>A file that stops being read when its grant ends.</summary>
internal sealed class GuardedStream(FileStream file, Func<CancellationToken, ValueTask<bool>> stands) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <exception cref="IOException">The grant has ended meanwhile; the transfer breaks off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await stands(cancellationToken) ? await file.ReadAsync(buffer, cancellationToken) : throw new IOException("The grant has ended.");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Whether the grant stands is asked asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
