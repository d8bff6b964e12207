using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>Another log's checkpoint as it was fetched.</summary>
/// <param name="Digest">SHA-256 of the note, in base64.</param>
/// <param name="Fault">Text key of what is wrong with it; "" for one that continues those before.</param>
internal sealed record PeerCheckpoint(string Name, long Size, string Note, string Digest, string Fault, DateTimeOffset At);

/// <summary>The statements over what is known of other logs.</summary>
internal static class PeerRows
{
    private const string Columns = "select name, size, note, digest, fault, at from evidence_peer_checkpoint ";

    /// <summary>The newest checkpoint that was entered.</summary>
    public static ValueTask<PeerCheckpoint?> EnteredAsync(ISession session, string name) =>
        session.FirstAsync(Columns + "where name = $1 and fault = '' order by size desc, number desc limit 1", Read, name);

    /// <summary>Whether this very note was stored before.</summary>
    public static ValueTask<bool> KnowsAsync(ISession session, string name, string digest) =>
        session.FirstAsync("select 1 from evidence_peer_checkpoint where name = $1 and digest = $2", _ => true, name, digest);

    /// <summary>What contradicts, newest first.</summary>
    public static ValueTask<List<PeerCheckpoint>> FaultsAsync(ISession session) => session.QueryAsync(Columns + "where fault <> '' order by number desc limit 50", Read);

    public static ValueTask AddAsync(ISession session, PeerCheckpoint checkpoint) => session.DeferAsync(
        "insert into evidence_peer_checkpoint (name, size, note, digest, fault, at) values ($1, $2, $3, $4, $5, $6)",
        [checkpoint.Name, checkpoint.Size, checkpoint.Note, checkpoint.Digest, checkpoint.Fault, checkpoint.At.ToMicros()]);

    /// <summary>How many of the peer's entries have been searched for our checkpoints; null before the first look.</summary>
    public static ValueTask<long?> SearchedAsync(ISession session, string name) =>
        session.FirstAsync<long?>("select searched from evidence_peer where name = $1", r => r.GetInt64(0), name);

    public static ValueTask<int> SaveSearchedAsync(ISession session, string name, long searched) => session.ExecuteAsync(
        "insert into evidence_peer (name, searched) values ($1, $2) on conflict (name) do update set searched = excluded.searched", name, searched);

    private static PeerCheckpoint Read(System.Data.Common.DbDataReader r) =>
        new(r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), ChinaTime.FromMicros(r.GetInt64(5)));
}
