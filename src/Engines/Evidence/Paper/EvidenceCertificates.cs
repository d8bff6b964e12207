using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.National;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Proofs;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Paper;

/// <summary>Takes the proofs, checks them as any reader would, and has printed what they say.</summary>
internal sealed class EvidenceCertificates(IDatabase database, StoredProofs proofs, NationalProofs national, LogKey key, NationalLog nationalLog, CertificatePaper paper, ModuleSettings settings) : IEvidenceCertificates
{
    private const string ProofType = "text/plain";

    private string Site => settings.PublicAddress.ToString().TrimEnd('/');

    /// <summary>The certificate of one sealed event: public contents only, for everybody. Null when nothing is sealed at this place.</summary>
    public async Task<byte[]?> OfEntryAsync(long index, CancellationToken cancel)
    {
        var id = await database.ReadAsync(session => session.FirstAsync("select id from evidence_entry where place = $1", r => r.GetString(0), index), cancel);
        if (id is null || await proofs.EventProofAsync(id, cancel) is not { } main)
        {
            return null;
        }
        var attached = new List<(string Name, VerifierKey Key, byte[] Proof)> { ("proof.tlog-proof", key.Verifier, Encoding.UTF8.GetBytes(main)) };
        if (await national.EventProofAsync(id, cancel) is { } second)
        {
            attached.Add(("proof-gm.tlog-proof", nationalLog.Key.Verifier, Encoding.UTF8.GetBytes(second)));
        }
        return paper.Print(await ContentAsync(null, attached, $"{Site}/evidence/entries/{index}", cancel));
    }

    public async Task<byte[]> OfStreamAsync(string stream, string? title, Func<PrivateFieldName, bool> disclose, CancellationToken cancel = default)
    {
        var attached = new List<(string Name, VerifierKey Key, byte[] Proof)> { ("proof.json", key.Verifier, await proofs.ProofFileAsync(stream, disclose, cancel)) };
        if (await proofs.BundleAsync(SealedTree.National, stream, disclose, cancel) is { } second)
        {
            attached.Add(("proof-gm.json", nationalLog.Key.Verifier, second));
        }
        return paper.Print(await ContentAsync(title ?? stream, attached, $"{Site}/evidence?stream={Uri.EscapeDataString(stream)}", cancel));
    }

    private async Task<CertificateContent> ContentAsync(string? title, IReadOnlyList<(string Name, VerifierKey Key, byte[] Proof)> attached, string address, CancellationToken cancel)
    {
        var reports = attached.Select(a => ProofVerifier.Verify(a.Proof, a.Key.ToString())).ToList();
        if (reports.Find(r => !r.Holds) is { Failure: { } failure })
        {
            throw new InvalidDataException($"The log gave a proof that does not hold ({failure.Code}). Run 'zj fsck'.");
        }
        var trees = attached.Select(Tree).ToList();
        var size = trees[0].Checkpoint.Size;
        var events = reports[0].Events;
        var last = events[^1].Index;
        var (sealedAt, anchors) = await database.ReadAsync(
            async session => (
                await session.FirstAsync("select at from evidence_checkpoint where size = $1", r => r.GetInt64(0), size),
                await PaperAnchor.OverAsync(session, last, (await SealedRows.EntriesAsync(session, last, last + 1))[0].Entry, key.Verifier)),
            cancel);
        var digest = Convert.ToHexString(SHA256.HashData([.. trees[0].Leaves.SelectMany(l => l)]));
        var number = title is null ? $"CZ-{events[0].Index}-{size}-{digest[..8]}" : $"CZ-{events[0].Index}+{events.Count - 1}-{size}-{digest[..8]}";
        return new(number, title, title is not null, events, trees, anchors, ChinaTime.FromMicros(sealedAt), address,
            [.. attached.Select(a => (a.Name, a.Name.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : ProofType, a.Proof)), ("log-keys.txt", ProofType, Keys(attached.Select(a => a.Key))), .. anchors.SelectMany(a => a.Attachments)]);
    }

    private static PaperTree Tree((string Name, VerifierKey Key, byte[] Proof) attached)
    {
        var text = CanonicalJson.Strict.GetString(attached.Proof);
        if (text.StartsWith(LogProof.FirstLine, StringComparison.Ordinal))
        {
            var proof = LogProof.Parse(text);
            return PaperTree.Of(proof.Checkpoint, attached.Key, [CanonicalJson.Strict.GetString(proof.Extra!)]);
        }
        var bundle = ProofBundle.Read(attached.Proof);
        return PaperTree.Of(SignedNote.Parse(bundle.Checkpoint), attached.Key, bundle.Events.Select(e => e.Entry));
    }

    private static byte[] Keys(IEnumerable<VerifierKey> keys) => Encoding.UTF8.GetBytes(string.Concat(keys.Select(k => k + "\n").Prepend(FileCheck.KeysFirstLine + "\n")));
}
