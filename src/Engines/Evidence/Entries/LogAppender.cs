using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Entries;

/// <summary>Appends through the outbox, as every other event is recorded.</summary>
internal sealed class LogAppender(IDatabase database, IEvidenceRecorder recorder) : ILogAppender
{
    public Task<AppendedEvent> AppendAsync(string stream, Func<long, EvidenceEvent> make, CancellationToken cancel = default) => database.WriteAsync(
        async session =>
        {
            var sequence = await recorder.NextSequenceAsync(session, stream);
            return new AppendedEvent(await recorder.RecordAsync(session, make(sequence)), sequence, Index: null);
        },
        cancel);
}
