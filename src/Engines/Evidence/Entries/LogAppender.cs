using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Entries;

/// <summary>On the node that seals, hands events directly to the sealing loop, which answers when they are durable and sealed. On every other node appends
/// through the outbox, as all other events are recorded.</summary>
internal sealed class LogAppender(IDatabase database, IEvidenceRecorder recorder, AppendQueue queue) : ILogAppender
{
    /// <summary>How often another node may be faster before the caller is told.</summary>
    private const int Attempts = 8;

    public async Task<AppendedEvent> AppendAsync(string stream, Func<long, EvidenceEvent> make, CancellationToken cancel = default)
    {
        var append = new WaitingAppend(stream, make, cancel);
        return queue.TryAdd(append) && await append.Answer is { } appended ? appended : await ThroughOutboxAsync(stream, make, cancel);
    }

    private async Task<AppendedEvent> ThroughOutboxAsync(string stream, Func<long, EvidenceEvent> make, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await database.WriteAsync(
                    async session =>
                    {
                        if (session.Dialect == Dialect.Postgres)
                        {
                            // So that of many who append to a stream at once each waits for its turn, instead of failing.
                            await session.FirstAsync("select 1 from evidence_stream where stream = $1 for update", _ => true, stream);
                        }
                        var sequence = await recorder.NextSequenceAsync(session, stream);
                        return new AppendedEvent(await recorder.RecordAsync(session, make(sequence)), sequence, Index: null);
                    },
                    cancel);
            }
            catch (StreamMovedException) when (attempt < Attempts)
            {
                // Another node was faster: the next number then.
            }
        }
    }
}
