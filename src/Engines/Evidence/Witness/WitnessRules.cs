using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;

namespace Zhuangjin.Evidence.Witness;

/// <summary>Decides about a checkpoint, in the order of the specification. Knows no files and no network.</summary>
internal static class WitnessRules
{
    /// <param name="latest">What the witness co-signed last for this log; null when nothing yet.</param>
    /// <param name="trusted">The submitted note with the log's own signatures; null when these do not hold.</param>
    public static WitnessAnswer Judge(WitnessRequest request, WitnessedLog log, SignedNote? trusted, Checkpoint? latest)
    {
        var (now, known) = (request.Checkpoint, latest?.Size ?? 0);
        if (trusted is null)
        {
            return new(WitnessVerdict.NotSigned, "No valid signature by a key that this witness knows for the log.\n");
        }
        if (request.OldSize > now.Size)
        {
            return new(WitnessVerdict.Malformed, "The old size is larger than the checkpoint.\n");
        }
        if (request.OldSize != known)
        {
            return new(WitnessVerdict.OtherSize, $"{known}\n");
        }
        if (now.Size == 0 && !now.Root.AsSpan().SequenceEqual(log.Hash.Empty()))
        {
            return new(WitnessVerdict.Inconsistent, "The empty tree has another root.\n");
        }
        return TreeProof.IsConsistent(log.Hash, known, now.Size, latest?.Root ?? log.Hash.Empty(), now.Root, request.Proof)
            ? new(WitnessVerdict.Good, "")
            : new(WitnessVerdict.Inconsistent, "The checkpoint does not continue the one that was co-signed before.\n");
    }

    /// <summary>Whether two signed states cannot both be of one honest log. The log's signatures on both prove it, whoever handed them in.</summary>
    public static bool IsFork(Checkpoint one, Checkpoint other) => one.Size == other.Size && !one.Root.AsSpan().SequenceEqual(other.Root);
}
