using System.Text;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Monitor;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Tiles;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>Looks through a peer's new entries for checkpoints of ours: each is an anchor that our own authority cannot take back. Keeps its proof.</summary>
internal sealed class PeerSearch(IDatabase database, TimeProvider time, LogKey key, TimeStampAnchoring anchoring)
{
    /// <summary>Bundles read at one time; a peer that grows faster is searched at the next ones.</summary>
    private const int MostBundles = 64;

    /// <exception cref="PeerFaultException">The peer holds a checkpoint in our name that we never signed, or its entries are not under its own checkpoint.</exception>
    public async Task RunAsync(PeerLog peer, RemoteLog log, SignedCheckpoint target, CancellationToken cancel)
    {
        var size = target.Checkpoint.Size;
        // Of a log that is met for the first time, what comes from now on is read: it could not have known of us before.
        var from = await database.ReadAsync(session => PeerRows.SearchedAsync(session, peer.Name), cancel) ?? Math.Max(0, size - TilePath.FullWidth);
        var hash = CheckpointJudgement.HashOf(peer.Key);
        var tree = new RemoteTree(log, hash, size);
        for (var bundle = 0; bundle < MostBundles && from < size; bundle++)
        {
            var tile = new TilePath(TilePath.Entries, from / TilePath.FullWidth, (int)Math.Min(TilePath.FullWidth, size - (from - (from % TilePath.FullWidth))));
            var entries = await log.TileAsync(tile, hash.Length, cancel);
            foreach (var (entry, place) in entries.Select((e, i) => (e, tile.First + i)).Where(e => e.Item2 >= from))
            {
                if (Claim(entry) is { } claim)
                {
                    await KeepAsync(peer, target, claim, entry, place, tree, hash, cancel);
                }
            }
            from = tile.First + tile.Width;
            var searched = from;
            await database.WriteAsync(session => PeerRows.SaveSearchedAsync(session, peer.Name, searched), cancel);
        }
    }

    /// <summary>What an entry says of our log; null for any other entry.</summary>
    private (Checkpoint Checkpoint, DateTimeOffset At)? Claim(byte[] bytes)
    {
        try
        {
            var entry = Entry.Read(bytes);
            return entry.Type == PeerEntering.Entered && entry.Facts.TryGetValue("origin", out var origin) && origin == key.Verifier.Name
                ? (Checkpoint.Parse($"{origin}\n{entry.Facts.GetValueOrDefault("size")}\n{entry.Facts.GetValueOrDefault("root")}\n"), entry.At)
                : null;
        }
        catch (FormatException)
        {
            return null; // An entry in another program's form.
        }
    }

    private async Task KeepAsync(PeerLog peer, SignedCheckpoint target, (Checkpoint Checkpoint, DateTimeOffset At) claim, byte[] entry, long place, RemoteTree tree, ITreeHash hash, CancellationToken cancel)
    {
        var siblings = await tree.InclusionAsync(place, cancel);
        var root = TreeProof.RootOfInclusion(hash, place, target.Checkpoint.Size, hash.Leaf(entry), siblings);
        if (!root.AsSpan().SequenceEqual(target.Checkpoint.Root))
        {
            throw new PeerFaultException(new("", "evidence.monitor.entry", place.ToString()));
        }
        var (signed, last) = await database.ReadAsync(
            async session => (
                await session.FirstAsync("select root from evidence_checkpoint where size = $1", r => r.GetFieldValue<byte[]>(0), claim.Checkpoint.Size),
                await AnchorRows.NewestOfAsync(session, AnchorKind.Peer, peer.Name)),
            cancel);
        if (signed is null || !signed.AsSpan().SequenceEqual(claim.Checkpoint.Root))
        {
            throw new PeerFaultException(new("", "evidence.anchor.fault.not-ours", place.ToString(), claim.Checkpoint.Size.ToString()));
        }
        if (last?.Size >= claim.Checkpoint.Size)
        {
            return;
        }
        var proof = Encoding.UTF8.GetBytes(new LogProof(entry, place, siblings, target.Note).ToString());
        await anchoring.KeepAsync(new(Ids.New(time), AnchorKind.Peer, peer.Name, claim.Checkpoint.Size, claim.At, proof, "", ""), claim.Checkpoint.Root, proof, cancel);
    }
}
