using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Monitor;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Anchoring;

/// <summary>Something is wrong with another authority's log, or with what it says of ours.</summary>
internal sealed class PeerFaultException(Fault fault) : Exception(fault.ToString())
{
    public Fault Fault => fault;
}

/// <summary>Enters another authority's newest checkpoint into our log, once it is shown to continue the one that was entered last.</summary>
internal sealed class PeerEntering(IDatabase database, IEvidenceRecorder recorder, TimeProvider time, OutsideWeb web, PeerSearch search)
{
    public const string Entered = "evidence.peer-checkpoint";

    public const string Misbehaved = "evidence.peer-misbehaved";

    /// <summary>Longer notes stand in the event by their digests only.</summary>
    private const int LongestNoteInEvent = 16_000;

    /// <exception cref="PeerFaultException">The peer shows what an honest log cannot show; it is recorded.</exception>
    /// <exception cref="LogUnreachableException">The peer does not answer.</exception>
    public async Task RunAsync(PeerLog peer, CancellationToken cancel)
    {
        var log = new RemoteLog(web.Client, peer.Address, time);
        var judgement = new CheckpointJudgement(log, peer.Key, evidence: null);
        var (fetched, wrong) = judgement.Read(await log.CheckpointAsync(cancel));
        if (fetched is null)
        {
            // Anybody on the way could have sent this: it accuses nobody.
            throw new PeerFaultException(wrong!.What);
        }
        var last = await database.ReadAsync(session => PeerRows.EnteredAsync(session, peer.Name), cancel);
        var before = CheckpointJudgement.Kept(last?.Note);
        if (before is not null && await judgement.CompareAsync(before, fetched, cancel) is { } misbehaviour)
        {
            if (misbehaviour.Kind is "fork" or "rollback")
            {
                await AccuseAsync(peer, before, fetched, misbehaviour, cancel);
            }
            throw new PeerFaultException(misbehaviour.What);
        }
        if (before is null || fetched.Checkpoint.Size > before.Checkpoint.Size)
        {
            await EnterAsync(peer, fetched, cancel);
        }
        await search.RunAsync(peer, log, fetched, cancel);
    }

    private Task EnterAsync(PeerLog peer, SignedCheckpoint fetched, CancellationToken cancel)
    {
        var facts = Facts(fetched.Checkpoint).Add("note-sha256", Digest(fetched.Text));
        return RecordAsync(peer, fetched, Entered, facts, fault: "", cancel);
    }

    private Task AccuseAsync(PeerLog peer, SignedCheckpoint before, SignedCheckpoint fetched, MonitorFinding misbehaviour, CancellationToken cancel)
    {
        var facts = Facts(fetched.Checkpoint)
            .Add("kind", misbehaviour.Kind)
            .Add("vkey", peer.Key.ToString())
            .Add("earlier-sha256", Digest(before.Text))
            .Add("later-sha256", Digest(fetched.Text));
        if (before.Text.Length + fetched.Text.Length < LongestNoteInEvent)
        {
            // Both signed notes: whoever reads our log holds the proof.
            facts = facts.Add("earlier", before.Text).Add("later", fetched.Text);
        }
        return RecordAsync(peer, fetched, Misbehaved, facts, misbehaviour.What.Code, cancel);
    }

    private async Task RecordAsync(PeerLog peer, SignedCheckpoint fetched, string type, ImmutableSortedDictionary<string, string> facts, string fault, CancellationToken cancel)
    {
        var digest = Digest(fetched.Text);
        await database.WriteAsync(
            async session =>
            {
                if (await PeerRows.KnowsAsync(session, peer.Name, digest))
                {
                    return false;
                }
                var (stream, now) = ("evidence/peer/" + peer.Name, time.GetUtcNow());
                await PeerRows.AddAsync(session, new(peer.Name, fetched.Checkpoint.Size, fetched.Text, digest, fault, now));
                await recorder.RecordAsync(session, new(type, stream, await recorder.NextSequenceAsync(session, stream), now, "clock", facts, ImmutableSortedDictionary<string, string>.Empty));
                return true;
            },
            cancel);
    }

    private static ImmutableSortedDictionary<string, string> Facts(Checkpoint checkpoint) => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
        .Add("origin", checkpoint.Origin)
        .Add("size", checkpoint.Size.ToString(CultureInfo.InvariantCulture))
        .Add("root", Convert.ToBase64String(checkpoint.Root));

    private static string Digest(string note) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(note)));
}
