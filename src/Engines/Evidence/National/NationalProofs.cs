using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.National;

/// <summary>Proofs against the national tree.</summary>
internal sealed class NationalProofs(IDatabase database)
{
    /// <summary>The .tlog-proof of one event under the latest SM2 checkpoint, without private fields; null when there is no such event or it is not in that tree yet.</summary>
    public Task<string?> EventProofAsync(string entryId, CancellationToken cancel) => database.ReadAsync(
        async session =>
        {
            var state = await SealedTree.National.StateAsync(session) ?? throw new InvalidOperationException("The national log has not been created.");
            var (place, entry) = await session.FirstAsync(
                "select place, entry from evidence_entry where id = $1 and place < $2",
                r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1)),
                entryId,
                state.Size);
            return entry is null
                ? null
                : new LogProof(entry, place, await SealedTree.National.Reader(session).InclusionAsync(place, state.Size), SignedNote.Parse(state.Note)).ToString();
        },
        cancel);
}
