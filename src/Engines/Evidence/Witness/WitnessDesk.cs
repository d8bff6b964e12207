using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Evidence.Monitor;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Publishing;

namespace Zhuangjin.Evidence.Witness;

/// <summary>Where one log's checkpoints are received: one at a time, each on disk before the answer.</summary>
/// <remarks>The file holds the whole note with the log's signature and the witness's own, and is replaced by renaming: kill -9 at any moment leaves the old or the new
/// one. A checkpoint that was stored and not answered is as good as answered; the log then learns the size by 409.</remarks>
internal sealed class WitnessDesk(WitnessedLog log, string directory, CosignatureKey key, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly EvidenceFolder _misbehaviour = new(Path.Combine(directory, "misbehaviour"));
    private readonly EvidenceFolder _doubtful = new(Path.Combine(directory, "doubtful"));

    public WitnessedLog Log => log;

    /// <summary>The note that was co-signed last; null before the first.</summary>
    public SignedNote? Latest { get; private set; }

    public Checkpoint? Checkpoint { get; private set; }

    public DateTimeOffset? At { get; private set; }

    public long Refusals { get; private set; }

    public (DateTimeOffset At, WitnessVerdict Verdict)? LastRefusal { get; private set; }

    private string NoteFile => Path.Combine(directory, "logs", OriginHash(log.Origin), "checkpoint");

    /// <summary>How the specification names a log in addresses.</summary>
    public static string OriginHash(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    /// <summary>Takes up what was co-signed before.</summary>
    /// <exception cref="InvalidDataException">The stored note is damaged. Going on without it could co-sign backwards.</exception>
    public async Task OpenAsync(CancellationToken cancel)
    {
        if (!File.Exists(NoteFile))
        {
            return;
        }
        try
        {
            var note = SignedNote.Parse(await File.ReadAllTextAsync(NoteFile, cancel));
            if (!note.IsSignedBy(key.Verifier))
            {
                throw new FormatException("it does not bear this witness's own signature");
            }
            Remember(note, Notes.Checkpoint.Parse(note.Text), note.Signatures[^1].CosignedAt);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{NoteFile} is damaged: {e.Message}. Restore it from your newest backup; never delete it, for the witness would then co-sign what it has refused before.", e);
        }
    }

    /// <summary>Judges a checkpoint and, when it is good, stores and then co-signs it.</summary>
    public async Task<WitnessAnswer> ReceiveAsync(WitnessRequest request, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var trusted = log.Trusted(request.Note);
            var answer = WitnessRules.Judge(request, log, trusted, Checkpoint);
            if (trusted is not null)
            {
                Keep(request, trusted, answer);
            }
            if (answer.Verdict != WitnessVerdict.Good)
            {
                (Refusals, LastRefusal) = (Refusals + 1, (time.GetUtcNow(), answer.Verdict));
                return answer;
            }
            var at = time.GetUtcNow();
            var cosignature = key.Sign(trusted!.Text, at);
            var stored = trusted with { Signatures = [.. trusted.Signatures, cosignature] };
            // Whether the caller is still there does not matter: what has begun to be stored is stored.
            await DurableFiles.WriteAsync(NoteFile, Encoding.UTF8.GetBytes(stored.ToString()), CancellationToken.None);
            Remember(stored, request.Checkpoint, at);
            return answer with { Body = cosignature.Line };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Keeps what the log signed and should not have.</summary>
    private void Keep(WitnessRequest request, SignedNote trusted, WitnessAnswer answer)
    {
        if (Checkpoint is { } latest && WitnessRules.IsFork(latest, request.Checkpoint))
        {
            _misbehaviour.Keep("fork", [.. Files(Latest!, trusted)]);
        }
        else if (request.Checkpoint.Size == 0 && !request.Checkpoint.Root.AsSpan().SequenceEqual(log.Hash.Empty()))
        {
            _misbehaviour.Keep("empty-root", [.. Files(null, trusted)]);
        }
        else if (answer.Verdict == WitnessVerdict.Inconsistent && Latest is not null)
        {
            // Nobody signs the proof, and anybody may send it: the two notes call for a question to the log, and prove nothing by themselves.
            _doubtful.Keep("inconsistent", [.. Files(Latest, trusted)]);
        }
    }

    private IEnumerable<(string, byte[])> Files(SignedNote? earlier, SignedNote later)
    {
        yield return ("vkey", Encoding.UTF8.GetBytes(string.Concat(log.Keys.Select(k => k + "\n"))));
        if (earlier is not null)
        {
            // Without the witness's own line, whose time differs: the same two states are kept once.
            yield return ("earlier", Encoding.UTF8.GetBytes((log.Trusted(earlier) ?? earlier).ToString()));
        }
        yield return ("later", Encoding.UTF8.GetBytes(later.ToString()));
    }

    private void Remember(SignedNote note, Checkpoint checkpoint, DateTimeOffset? at) => (Latest, Checkpoint, At) = (note, checkpoint, at);

    public void Dispose() => _turn.Dispose();
}
