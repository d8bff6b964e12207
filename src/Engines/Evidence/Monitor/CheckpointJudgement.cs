using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Faults;

namespace Zhuangjin.Evidence.Monitor;

/// <summary>A checkpoint that was fetched and whose signature holds.</summary>
internal sealed record SignedCheckpoint(string Text, SignedNote Note, Checkpoint Checkpoint);

/// <summary>Whether a log's newest checkpoint continues the one that was accepted before. Used by monitors, and for the logs of other authorities.</summary>
internal sealed class CheckpointJudgement(RemoteLog log, VerifierKey key, EvidenceFolder? evidence)
{
    private readonly ITreeHash _hash = HashOf(key);

    public static ITreeHash HashOf(VerifierKey key) => key.Type == KeyType.Sm2 ? Sm3TreeHash.Instance : Sha256TreeHash.Instance;

    /// <summary>The checkpoint that a text is; else what is wrong with it.</summary>
    public (SignedCheckpoint? Read, MonitorFinding? Wrong) Read(string text)
    {
        try
        {
            var note = SignedNote.Parse(text);
            var checkpoint = Checkpoint.Parse(note.Text);
            return !note.IsSignedBy(key) ? (null, Find("signature", new("", "evidence.monitor.signature", key.Name), ("note", text)))
                : checkpoint.Origin != key.Name ? (null, Find("origin", new("", "evidence.monitor.origin", checkpoint.Origin, key.Name), ("note", text)))
                : (new(text, note, checkpoint), null);
        }
        catch (FormatException e)
        {
            return (null, Find("malformed", new("", "evidence.monitor.malformed", e.Message), ("note", text)));
        }
    }

    /// <summary>A checkpoint that was accepted earlier and kept, maybe under a key that the log has replaced since.</summary>
    public static SignedCheckpoint? Kept(string? text) =>
        string.IsNullOrEmpty(text) ? null : SignedNote.Parse(text) is var note ? new(text, note, Checkpoint.Parse(note.Text)) : null;

    /// <summary>Null when <paramref name="newer"/> continues <paramref name="older"/>; else a fork, a rollback, or tiles that do not give the signed root.</summary>
    public async Task<MonitorFinding?> CompareAsync(SignedCheckpoint older, SignedCheckpoint newer, CancellationToken cancel)
    {
        var (was, now) = (older.Checkpoint, newer.Checkpoint);
        if (now.Size == was.Size)
        {
            return now.Root.AsSpan().SequenceEqual(was.Root) ? null : Fork(older, newer);
        }
        if (now.Size < was.Size)
        {
            return await ShrunkAsync(older, newer, cancel);
        }
        var tree = new RemoteTree(log, _hash, now.Size);
        return await tree.ContinuesAsync(was.Size, was.Root, now.Root, cancel) ? null
            // Two signed states that no tree can have both are the log's own guilt; false tiles may be a storage fault.
            : !(await tree.RootAsync(cancel)).AsSpan().SequenceEqual(now.Root) ? Find("tile", new("", "evidence.monitor.tiles", now.Size.ToString()), ("note", newer.Text))
            : Fork(older, newer);
    }

    /// <summary>A smaller state than before: an old one shown again, or another history. The tiles of the larger one tell, as far as they are still there.</summary>
    private async Task<MonitorFinding> ShrunkAsync(SignedCheckpoint older, SignedCheckpoint newer, CancellationToken cancel)
    {
        var (was, now) = (older.Checkpoint, newer.Checkpoint);
        try
        {
            var tree = new RemoteTree(log, _hash, was.Size);
            if ((await tree.RootAsync(cancel)).AsSpan().SequenceEqual(was.Root) && !await tree.ContinuesAsync(now.Size, now.Root, was.Root, cancel))
            {
                return Fork(older, newer);
            }
        }
        catch (Exception e) when (e is WithheldException or InvalidDataException)
        {
            // The tiles of the larger state are gone; the two notes alone show the way back.
        }
        return Find("rollback", new("", "evidence.monitor.rollback", was.Size.ToString(), now.Size.ToString()), ("earlier", older.Text), ("later", newer.Text));
    }

    private MonitorFinding Fork(SignedCheckpoint older, SignedCheckpoint newer) => Find(
        "fork", new("", "evidence.monitor.fork", older.Checkpoint.Size.ToString(), newer.Checkpoint.Size.ToString()), ("earlier", older.Text), ("later", newer.Text));

    public MonitorFinding Find(string kind, Fault what, params (string Name, string Text)[] files) =>
        new(kind, what, evidence?.Keep(kind, [("vkey", Encoding.UTF8.GetBytes(key + "\n")), .. files.Select(f => (f.Name, Encoding.UTF8.GetBytes(f.Text)))]) ?? "");
}
