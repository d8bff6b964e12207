using Zhuangjin.Evidence.Keys;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>One of the trees over the sealed entries: where its state, its hashes and its checkpoints are stored.</summary>
/// <param name="Name">Its row in evidence_log, its folder below the data folder, and its address: "log".</param>
/// <param name="Nodes">The table of the hashes that stand in the tiles above the leaves.</param>
/// <param name="Checkpoints">The table of all checkpoints signed over it.</param>
internal sealed record SealedTree(string Name, ITreeHash Hash, HashSource Hashes, string Nodes, string Checkpoints)
{
    public static readonly SealedTree Main = new(LogState.MainLog, Sha256TreeHash.Instance, SealedRows.HashesAsync, "evidence_node", "evidence_checkpoint");

    public static readonly SealedTree National = new(LogState.NationalLog, Sm3TreeHash.Instance, NationalRows.HashesAsync, "evidence_national_node", "evidence_national_checkpoint");

    public ValueTask<LogState?> StateAsync(ISession session) => LogState.LoadAsync(session, Name);

    /// <summary>Its state, and the keys that have signed it.</summary>
    public async ValueTask<(LogState State, IReadOnlyList<VerifierKey> Keys)> SignedStateAsync(ISession session)
    {
        var state = await StateAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
        return (state, Name == LogState.MainLog ? (await KnownKeys.LoadAsync(session, state)).All : [VerifierKey.Parse(state.Verifier)]);
    }

    public TreeReader Reader(ISession session) => new(session, Hash, Hashes);

    /// <summary>The root that was signed at a size; null when none was.</summary>
    public ValueTask<byte[]?> SignedRootAsync(ISession session, long size) =>
        session.FirstAsync($"select root from {Checkpoints} where size = $1", r => r.GetFieldValue<byte[]>(0), size);
}
