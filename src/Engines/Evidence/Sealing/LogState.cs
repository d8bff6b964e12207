using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>How far a log is sealed: one row.</summary>
/// <param name="Verifier">The log's verifier key as a line; its name is the origin.</param>
/// <param name="Note">The signed checkpoint of <paramref name="Size"/> and <paramref name="Root"/>.</param>
internal sealed record LogState(string Verifier, long Size, byte[] Edge, byte[] Root, string Note, DateTimeOffset At)
{
    /// <summary>The one log of the authority.</summary>
    public const string MainLog = "log";

    /// <summary>The national tree over the same entries.</summary>
    public const string NationalLog = "log-gm";

    public string Origin => VerifierKey.Parse(Verifier).Name;

    public RightEdge RightEdge() => new(VerifierKey.Parse(Verifier).TreeHash, Size, Edge);

    public static ValueTask<LogState?> LoadAsync(ISession session) => LoadAsync(session, MainLog);

    public static ValueTask<LogState?> LoadAsync(ISession session, string name) => session.FirstAsync(
        "select verifier, size, edge, root, note, at from evidence_log where name = $1",
        r => new LogState(r.GetString(0), r.GetInt64(1), r.GetFieldValue<byte[]>(2), r.GetFieldValue<byte[]>(3), r.GetString(4), ChinaTime.FromMicros(r.GetInt64(5))),
        name);

    /// <summary>What is wrong within the row itself, or null: does the edge give the root, and does the signed checkpoint say the same?</summary>
    public string? Contradiction()
    {
        try
        {
            var key = VerifierKey.Parse(Verifier);
            var note = SignedNote.Parse(Note);
            return !note.IsSignedBy(key) ? "the checkpoint's signature is wrong"
                : Checkpoint.Parse(note.Text) != new Checkpoint(key.Name, Size, Root) ? "the signed checkpoint names another origin, size or root than the row"
                : !RightEdge().Root().AsSpan().SequenceEqual(Root) ? "the right edge does not give the signed root"
                : null;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            return e.Message;
        }
    }
}
