using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Contracts;

/// <summary>Compares a log with a checkpoint that somebody outside holds: a witness, a monitor, a citizen. A log that cannot answer for it must not go on, or it would fork.</summary>
public static class KnownCheckpoint
{
    /// <summary>Folder below the data folder whose files are compared at every start.</summary>
    public const string Folder = "known-checkpoints";

    /// <summary>Why the log in this database is not the one that the checkpoint was signed over, or has fallen behind it; null when it is, and has not.</summary>
    /// <param name="note">The checkpoint as it was published, with at least the log's own signature.</param>
    public static Task<Fault?> ContradictionAsync(IDatabase database, string note, CancellationToken cancel = default) => database.ReadAsync(
        async session =>
        {
            if (await LogState.LoadAsync(session) is not { } state)
            {
                return new Fault("", "evidence.check.no-log");
            }
            try
            {
                return await CompareAsync(session, state, SignedNote.Parse(note));
            }
            catch (FormatException e)
            {
                return new Fault("", "evidence.known.malformed", e.Message);
            }
        },
        cancel);

    private static async ValueTask<Fault?> CompareAsync(ISession session, LogState state, SignedNote note)
    {
        var seen = Checkpoint.Parse(note.Text);
        if (!(await KnownKeys.LoadAsync(session, state)).All.Any(note.IsSignedBy))
        {
            return new("", "evidence.known.other-log", seen.Origin, state.Origin);
        }
        if (seen.Size > state.Size)
        {
            return new("", "evidence.known.ahead", seen.Size.ToString(), state.Size.ToString());
        }
        var root = await SealedTree.Main.Reader(session).RootAsync(seen.Size);
        return root.AsSpan().SequenceEqual(seen.Root) ? null : new("", "evidence.known.fork", seen.Size.ToString());
    }
}
