using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Proofs;

/// <summary>The way from an earlier key of a log to a later one, each step signed by the earlier.</summary>
internal static class KeyChain
{
    /// <summary>The steps of this log; null when it has had one key only.</summary>
    public static async ValueTask<IReadOnlyList<KeyChange>?> ReadAsync(ISession session, LogState state, TreeReader tree)
    {
        var known = await KnownKeys.LoadAsync(session, state);
        var steps = new List<KeyChange>();
        foreach (var row in known.Rows.Where(r => r is { EntryId: not null, FromSize: not null }))
        {
            var (place, entry) = await session.FirstAsync("select place, entry from evidence_entry where id = $1", r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1)), row.EntryId);
            var (size, note) = await session.FirstAsync("select size, note from evidence_checkpoint where size > $1 order by size limit 1", r => (r.GetInt64(0), r.GetString(1)), place);
            var proof = await tree.InclusionAsync(place, size);
            steps.Add(new(place, CanonicalJson.Strict.GetString(entry!), [.. proof.Select(Convert.ToBase64String)], note!));
        }
        return steps.Count == 0 ? null : steps;
    }

    /// <summary>The key that <paramref name="from"/> leads to by these steps; itself when none of them begins at it.</summary>
    /// <exception cref="FormatException">A step is malformed.</exception>
    public static VerifierKey Follow(VerifierKey from, IEnumerable<KeyChange> steps)
    {
        foreach (var step in steps)
        {
            from = Next(from, step) ?? from;
        }
        return from;
    }

    private static VerifierKey? Next(VerifierKey key, KeyChange step)
    {
        var bytes = CanonicalJson.Strict.GetBytes(step.Entry);
        var entry = Entry.Read(bytes);
        var note = SignedNote.Parse(step.Checkpoint);
        var checkpoint = Checkpoint.Parse(note.Text);
        if (entry.Type != KeyRotation.EventType || entry.Facts.GetValueOrDefault("old") != key.ToString() || !note.IsSignedBy(key) || checkpoint.Origin != key.Name)
        {
            return null;
        }
        var hash = key.TreeHash;
        var root = TreeProof.RootOfInclusion(hash, step.Index, checkpoint.Size, hash.Leaf(bytes), [.. step.Proof.Select(Convert.FromBase64String)]);
        var next = VerifierKey.Parse(entry.Facts["new"]);
        return root.AsSpan().SequenceEqual(checkpoint.Root) && next.Name == key.Name ? next : null;
    }
}
