using System.Globalization;
using System.Net;
using System.Text;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Evidence.Witness;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Witnessing;

/// <summary>What came of asking a witness.</summary>
/// <param name="Size">The size that it holds, as far as it said.</param>
/// <param name="Cosignature">Verified; null when there is none.</param>
/// <param name="Trouble">Why there is none.</param>
internal sealed record WitnessReply(long Size, NoteSignature? Cosignature, Fault? Trouble);

/// <summary>Asks witnesses to co-sign (c2sp.org/tlog-witness). Believes nothing that a witness says but a signature that verifies.</summary>
internal sealed class WitnessClient(IDatabase database, HttpClient web)
{
    /// <summary>How often a witness may name another size before it is left alone for a while.</summary>
    private const int MostSizes = 3;

    private const int LongestAnswer = 64 << 10;

    /// <summary>A client for witnesses: connections are kept, answers are short, nobody is led elsewhere.</summary>
    public static HttpClient Web() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10), ConnectTimeout = Patience })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="size">What the witness is believed to hold.</param>
    public async Task<WitnessReply> AskAsync(PolicyWitness witness, LogState target, long size, CancellationToken cancel)
    {
        try
        {
            for (var turn = 0; turn < MostSizes; turn++)
            {
                if (size > target.Size)
                {
                    return new(size, null, new("", "evidence.witnesses.trouble.ahead", size.ToString(CultureInfo.InvariantCulture), target.Size.ToString(CultureInfo.InvariantCulture)));
                }
                var proof = size is 0 || size == target.Size ? [] : await database.ReadAsync(session => SealedTree.Main.Reader(session).ConsistencyAsync(size, target.Size), cancel);
                var note = SignedNote.Parse(target.Note);
                var body = new WitnessRequest(size, proof, note, Checkpoint.Parse(note.Text)).ToString();
                using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                using var answer = await web.PostAsync(new Uri(witness.Address!, "add-checkpoint"), content, cancel);
                var text = await answer.Content.ReadAsStringAsync(cancel);
                switch (answer.StatusCode)
                {
                    case HttpStatusCode.OK:
                        return Cosigned(witness, note, text) is { } line ? new(target.Size, line, null) : new(size, null, new("", "evidence.witnesses.trouble.wrong-signature"));
                    case HttpStatusCode.Conflict when text.EndsWith('\n') && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var other):
                        size = other;
                        break;
                    default:
                        return new(size, null, Refusal(answer.StatusCode));
                }
            }
            return new(size, null, new("", "evidence.witnesses.trouble.fickle"));
        }
        catch (HttpRequestException)
        {
            return new(size, null, new("", "evidence.witnesses.trouble.unreachable"));
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(size, null, new("", "evidence.witnesses.trouble.slow", ((int)web.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>The one line that this witness's key made over exactly this checkpoint; everything else in the answer is dropped.</summary>
    private static NoteSignature? Cosigned(PolicyWitness witness, SignedNote note, string lines)
    {
        try
        {
            var answered = SignedNote.Parse($"{note.Text}\n{lines}");
            return answered.Text == note.Text
                ? answered.Signatures.FirstOrDefault(s => s.CosignedAt is not null && (note with { Signatures = [s] }).IsSignedBy(witness.Key))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static Fault Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => new("", "evidence.witnesses.trouble.unknown-log"),
        HttpStatusCode.Forbidden => new("", "evidence.witnesses.trouble.other-key"),
        HttpStatusCode.UnprocessableEntity => new("", "evidence.witnesses.trouble.inconsistent"),
        _ => new("", "evidence.witnesses.trouble.status", ((int)status).ToString(CultureInfo.InvariantCulture)),
    };
}
