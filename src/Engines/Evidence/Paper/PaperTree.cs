using System.Buffers.Binary;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Paper;

/// <summary>What a paper says of one tree: the checkpoint that its proof leads to, who signed it, and the digests of the proved entries in this tree.</summary>
/// <param name="Signature">The log's own signature.</param>
/// <param name="Others">Signatures under other names: witnesses'.</param>
/// <param name="Leaves">Leaf hashes of the entries, in their order.</param>
internal sealed record PaperTree(VerifierKey Key, Checkpoint Checkpoint, NoteSignature Signature, IReadOnlyList<NoteSignature> Others, IReadOnlyList<byte[]> Leaves)
{
    /// <summary>Bytes of a witness's signature line: key id, time, Ed25519 (c2sp.org/tlog-cosignature).</summary>
    private const int CosignatureLength = 4 + 8 + 64;

    /// <param name="note">A checkpoint that was verified with the key.</param>
    public static PaperTree Of(SignedNote note, VerifierKey key, IEnumerable<string> entries)
    {
        bool IsOwn(NoteSignature s) => s.Name == key.Name && s.KeyId == key.Id;
        return new(
            key,
            Checkpoint.Parse(note.Text),
            note.Signatures.First(IsOwn),
            [.. note.Signatures.Where(s => s.Name != key.Name)],
            [.. entries.Select(e => key.TreeHash.Leaf(CanonicalJson.Strict.GetBytes(e)))]);
    }

    /// <summary>When a witness says that it saw the checkpoint; null when the line is of another kind.</summary>
    public static DateTimeOffset? CosignedAt(NoteSignature signature) => signature.Bytes.Length == CosignatureLength && BinaryPrimitives.ReadUInt64BigEndian(signature.Bytes.AsSpan(4)) is < 253_402_300_800 and var seconds
        ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
        : null;
}
