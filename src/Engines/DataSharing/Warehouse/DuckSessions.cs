using System.Collections.Concurrent;

namespace Zhuangjin.DataSharing.Warehouse;

/// <summary>Sessions over one folder that are used again: opening one costs as much as decoding thousands of rows, and a run reads each shard several times.</summary>
internal sealed class DuckSessions(string folder, long memory) : IDisposable
{
    private readonly ConcurrentBag<DuckSession> _idle = [];

    /// <summary>A session of one thread that nobody else uses until it is given back.</summary>
    public Lease Take() => new(this, _idle.TryTake(out var session) ? session : DuckSession.Open(folder, threads: 1, memory));

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    /// <summary>A session on loan.</summary>
    internal readonly struct Lease(DuckSessions sessions, DuckSession session) : IDisposable
    {
        public DuckSession Session => session;

        public void Dispose() => sessions._idle.Add(session);
    }
}
