using System.Text;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Evidence.Witnessing;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Text;

namespace Zhuangjin.Evidence.Proofs;

/// <summary>The steps of checking a proof file, in the order in which a person would doubt: key, signature, each entry's place, each opened field, the stream's numbers.</summary>
internal static class ProofCheck
{
    public static ProofReport Run(ReadOnlySpan<byte> file, string? givenKey, TrustPolicy? policy = null)
    {
        if (file.Length > ProofVerifier.LargestFile)
        {
            return Refused("evidence.verify.too-large", ProofVerifier.LargestFile.ToString());
        }
        try
        {
            var bundle = Read(file);
            givenKey ??= policy is null ? null : CosignerCheck.LogOf(bundle, policy);
            var line = givenKey ?? bundle.Log;
            if (line.Length == 0)
            {
                return Refused("evidence.verify.key-needed");
            }
            if (!TryKey(line, out var key))
            {
                return Refused("evidence.verify.key-malformed", line);
            }
            if (policy is { Logs.Count: > 0 } && policy.Logs.All(l => !l.Key.Equals(key)))
            {
                return Refused("evidence.verify.log-not-in-policy", key.Name);
            }
            if (bundle.Log.Length > 0 && bundle.Log != key.ToString() && !SignedNote.Parse(bundle.Checkpoint).IsSignedBy(key))
            {
                // The log may have changed its key since the reader noted it down: then each key names the next.
                var last = KeyChain.Follow(key, bundle.Keys ?? []);
                if (bundle.Log != last.ToString())
                {
                    return Refused("evidence.verify.key-differs", bundle.Log, key.ToString());
                }
                key = last;
            }
            return CosignerCheck.Add(Check(bundle, key, givenKey is not null), SignedNote.Parse(bundle.Checkpoint), key, policy);
        }
        catch (FormatException e)
        {
            return Refused("evidence.verify.malformed", e.Message);
        }
    }

    private static ProofReport Refused(string code, params string[] args) => new(new("", code, args), "", KeyGiven: false, "", 0, []);

    /// <summary>A single event's proof is read as a bundle of one, without a key and without a claim to be a whole stream.</summary>
    private static ProofBundle Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Encoding.UTF8.GetBytes(LogProof.FirstLine)))
        {
            return ProofBundle.Read(file);
        }
        var proof = LogProof.Parse(CanonicalJson.Strict.GetString(file));
        var entry = proof.Extra is { } bytes ? CanonicalJson.Strict.GetString(bytes) : throw new FormatException("The proof does not carry its entry ('extra').");
        return new(LogProof.FirstLine, ProofBundle.ThisVersion, "", "", proof.Checkpoint.ToString(),
            [new(proof.Index, entry, [.. proof.Hashes.Select(Convert.ToBase64String)], new Dictionary<string, OpenedField>(StringComparer.Ordinal))]);
    }

    private static bool TryKey(string line, out VerifierKey key)
    {
        try
        {
            key = VerifierKey.Parse(line);
            return true;
        }
        catch (FormatException)
        {
            key = null!;
            return false;
        }
    }

    private static ProofReport Check(ProofBundle bundle, VerifierKey key, bool keyGiven)
    {
        var note = SignedNote.Parse(bundle.Checkpoint);
        var checkpoint = Checkpoint.Parse(note.Text);
        var report = new ProofReport(null, key.ToString(), keyGiven, checkpoint.Origin, checkpoint.Size, []);
        if (!note.IsSignedBy(key))
        {
            return report with { Failure = new("", "evidence.verify.signature", key.Name) };
        }
        if (checkpoint.Origin != key.Name)
        {
            return report with { Failure = new("", "evidence.verify.origin", checkpoint.Origin, key.Name) };
        }
        if (bundle.Events.Count == 0)
        {
            return report with { Failure = new("", "evidence.verify.empty") };
        }
        var whole = bundle.Format == ProofBundle.FormatName;
        var events = new List<ProvedEvent>();
        foreach (var bundled in bundle.Events)
        {
            var proved = CheckEvent(bundled, checkpoint, key.TreeHash);
            if (whole && proved is { Event: { } happened, Failure: null })
            {
                proved = proved with { Failure = CheckOrder(happened, events, bundle.Stream) };
            }
            events.Add(proved);
        }
        return report with { Events = events, Failure = events.Find(e => e.Failure is not null)?.Failure };
    }

    private static ProvedEvent CheckEvent(BundledEvent bundled, Checkpoint checkpoint, ITreeHash hash)
    {
        var disclosed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var bytes = CanonicalJson.Strict.GetBytes(bundled.Entry);
            var entry = Entry.Read(bytes);
            var failure = CheckPlace(bundled, bytes, checkpoint, hash);
            foreach (var (name, field) in bundled.Disclosed)
            {
                if (Matches(entry, name, field))
                {
                    disclosed.Add(name, field.Value);
                }
                else
                {
                    failure ??= new(name, "evidence.verify.field", bundled.Index.ToString(), name);
                }
            }
            var closed = entry.Commitments.Keys.Except(bundled.Disclosed.Keys);
            IReadOnlyList<string> erased = [.. closed.Intersect(bundled.Erased ?? [])];
            return new(entry.SealedAt(bundled.Index), bundled.Index, disclosed, [.. closed.Except(erased)], failure) { Erased = erased };
        }
        catch (Exception e) when (e is FormatException or EncoderFallbackException)
        {
            return new(null, bundled.Index, disclosed, [], new("", "evidence.verify.entry", bundled.Index.ToString(), e.Message));
        }
    }

    private static Fault? CheckPlace(BundledEvent bundled, byte[] entry, Checkpoint checkpoint, ITreeHash hash)
    {
        var root = TreeProof.RootOfInclusion(hash, bundled.Index, checkpoint.Size, hash.Leaf(entry), [.. bundled.Proof.Select(Convert.FromBase64String)]);
        return root.AsSpan().SequenceEqual(checkpoint.Root) ? null : new("", "evidence.verify.inclusion", bundled.Index.ToString());
    }

    private static bool Matches(Entry entry, string name, OpenedField field)
    {
        var salt = new byte[64];
        return entry.Commitments.TryGetValue(name, out var commitment)
            && Convert.TryFromBase64String(field.Salt, salt, out var length) && length == Commitment.SaltLength
            && Commitment.Of(salt.AsSpan(0, length), name, field.Value) == commitment;
    }

    /// <summary>A stream is told from its first event on, without gaps, in the order of the log.</summary>
    private static Fault? CheckOrder(SealedEvent happened, List<ProvedEvent> before, string stream)
    {
        if (happened.Stream != stream)
        {
            return new("", "evidence.verify.stream", happened.Index.ToString(), happened.Stream, stream);
        }
        var expected = before.Count + 1;
        if (happened.Sequence != expected)
        {
            return new("", "evidence.verify.gap", expected.ToString(), happened.Sequence.ToString());
        }
        return before.Count > 0 && before[^1].Index >= happened.Index ? new("", "evidence.verify.order", happened.Index.ToString()) : null;
    }
}
