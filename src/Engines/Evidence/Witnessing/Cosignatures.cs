using Zhuangjin.Evidence.Notes;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Witnessing;

/// <summary>A checkpoint with the cosignatures that are stored for it.</summary>
/// <param name="Note">The note with the log's signature and the witnesses' lines.</param>
/// <param name="By">Names, as the policy calls them, of those who co-signed it.</param>
internal sealed record WitnessedCheckpoint(long Size, SignedNote Note, IReadOnlyList<string> By, DateTimeOffset At);

/// <summary>How a witness does, as stored.</summary>
/// <param name="Size">The size of its last cosignature; 0 before the first.</param>
/// <param name="Error">Code of a text, and its values after line feeds; null when all is well.</param>
internal sealed record WitnessState(string Witness, long Size, DateTimeOffset? CosignedAt, long Failures, string? Error, DateTimeOffset TriedAt);

/// <summary>The statements over cosignatures.</summary>
internal static class Cosignatures
{
    /// <summary>Quorums of the past that are looked at; more than one only after the policy has become stricter.</summary>
    private const int Looked = 32;

    /// <summary>The lines stored for a checkpoint, in the order of their witnesses' keys.</summary>
    public static ValueTask<List<(string Witness, string Line)>> LinesAsync(ISession session, long size) => session.QueryAsync(
        "select witness, line from evidence_cosignature where size = $1 order by witness",
        r => (r.GetString(0), r.GetString(1)),
        size);

    /// <summary>A checkpoint's note with all cosignatures that are stored for it.</summary>
    public static async ValueTask<string> MergedAsync(ISession session, long size, string note) =>
        note + string.Concat((await LinesAsync(session, size)).Select(l => l.Line));

    /// <summary>The newest checkpoint that this policy accepts; null when there is none, or no policy.</summary>
    public static async ValueTask<WitnessedCheckpoint?> NewestAsync(ISession session, TrustPolicy? policy)
    {
        if (policy is not { Demands: true })
        {
            return null;
        }
        var rows = await session.QueryAsync(
            $"select w.size, c.note, w.at from evidence_witnessed w join evidence_checkpoint c on c.size = w.size order by w.size desc limit {Looked}",
            r => (Size: r.GetInt64(0), Note: r.GetString(1), At: r.GetInt64(2)));
        foreach (var (size, note, at) in rows)
        {
            var lines = await LinesAsync(session, size);
            var by = Names(policy, lines.Select(l => l.Witness));
            if (policy.Holds(by))
            {
                return new(size, SignedNote.Parse(note + string.Concat(lines.Select(l => l.Line))), [.. policy.Witnesses.Select(w => w.Name).Where(by.Contains)], ChinaTime.FromMicros(at));
            }
        }
        return null;
    }

    /// <summary>Stores a verified cosignature; true when the checkpoint has its quorum.</summary>
    public static async ValueTask<bool> AddAsync(ISession session, TrustPolicy policy, long size, PolicyWitness witness, NoteSignature signature, DateTimeOffset now)
    {
        var at = now.ToMicros();
        await session.ExecuteAsync(
            "insert into evidence_cosignature (size, witness, line, at) values ($1, $2, $3, $4) on conflict (size, witness) do update set line = excluded.line, at = excluded.at",
            size, witness.Key.ToString(), signature.Line, at);
        await SaveAsync(session, new(witness.Key.ToString(), size, now, 0, null, now));
        var by = Names(policy, (await LinesAsync(session, size)).Select(l => l.Witness));
        if (policy.Demands && policy.Holds(by))
        {
            await session.ExecuteAsync("insert into evidence_witnessed (size, at) values ($1, $2) on conflict do nothing", size, at);
        }
        return policy.Holds(by);
    }

    public static ValueTask<int> SaveAsync(ISession session, WitnessState state) => session.ExecuteAsync(
        """
        insert into evidence_witness (witness, size, cosigned_at, failures, error, tried_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (witness) do update set size = excluded.size, cosigned_at = excluded.cosigned_at, failures = excluded.failures, error = excluded.error, tried_at = excluded.tried_at
        """,
        state.Witness, state.Size, state.CosignedAt?.ToMicros(), state.Failures, state.Error, state.TriedAt.ToMicros());

    public static async ValueTask<Dictionary<string, WitnessState>> StatesAsync(ISession session) => (await session.QueryAsync(
        "select witness, size, cosigned_at, failures, error, tried_at from evidence_witness",
        r => new WitnessState(
            r.GetString(0), r.GetInt64(1), r.IsDBNull(2) ? null : ChinaTime.FromMicros(r.GetInt64(2)), r.GetInt64(3), r.IsDBNull(4) ? null : r.GetString(4), ChinaTime.FromMicros(r.GetInt64(5)))))
        .ToDictionary(s => s.Witness, StringComparer.Ordinal);

    private static HashSet<string> Names(TrustPolicy policy, IEnumerable<string> keys)
    {
        var given = keys.ToHashSet(StringComparer.Ordinal);
        return policy.Witnesses.Where(w => given.Contains(w.Key.ToString())).Select(w => w.Name).ToHashSet(StringComparer.Ordinal);
    }
}
