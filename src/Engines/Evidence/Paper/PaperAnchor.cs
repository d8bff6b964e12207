using System.Text;
using Zhuangjin.Evidence.Anchoring;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Paper;

/// <summary>An outsider's first hold over the newest printed event.</summary>
/// <param name="Size">Entries under the checkpoint that he holds.</param>
/// <param name="Attachments">For a time stamp: the authority's answer, the stamped text, and the event's proof under just that checkpoint. A peer's proof needs the peer's key and is not attached.</param>
internal sealed record PaperAnchor(string Name, DateTimeOffset At, long Size, IReadOnlyList<(string Name, string MediaType, byte[] Content)> Attachments)
{
    /// <param name="key">The log's key; a checkpoint that an earlier key signed is named but not attached.</param>
    public static async ValueTask<IReadOnlyList<PaperAnchor>> OverAsync(ISession session, long place, byte[] entry, VerifierKey key)
    {
        var found = new List<PaperAnchor>();
        foreach (var (kind, name) in await AnchorRows.OutsidersAsync(session))
        {
            if (await AnchorRows.FirstOverAsync(session, kind, name, place) is { } mark)
            {
                found.Add(new(name, mark.At, mark.Size, kind == AnchorKind.TimeStamp ? await StampAsync(session, mark, place, entry, key, found.Count + 1) : []));
            }
        }
        return found;
    }

    private static async ValueTask<IReadOnlyList<(string, string, byte[])>> StampAsync(ISession session, AnchorMark mark, long place, byte[] entry, VerifierKey key, int number)
    {
        var stamp = (await AnchorRows.FindAsync(session, mark.Id))!;
        var note = await session.FirstAsync("select note from evidence_checkpoint where size = $1", r => SignedNote.Parse(r.GetString(0)), mark.Size);
        if (note is null || !note.IsSignedBy(key))
        {
            return [];
        }
        var proof = new LogProof(entry, place, await SealedTree.Main.Reader(session).InclusionAsync(place, mark.Size), note);
        return
        [
            ($"timestamp-{number}.tsr", "application/timestamp-reply", stamp.Proof),
            ($"timestamp-{number}.txt", "text/plain", Encoding.UTF8.GetBytes(stamp.Text)),
            ($"timestamp-{number}.tlog-proof", "text/plain", Encoding.UTF8.GetBytes(proof.ToString())),
        ];
    }
}
