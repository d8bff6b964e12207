using System.Globalization;
using Zhuangjin.Evidence.Contracts;
using Zhuangjin.Evidence.Entries;
using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Tree;
using Zhuangjin.Kernel.Text;
using Zhuangjin.Kernel.Time;

namespace Zhuangjin.Evidence.Deposits.Receipts;

/// <summary>The log's promise to seal an entry, as it is signed.</summary>
/// <remarks>The first line keeps it apart from checkpoints, which the same key signs: theirs is the log's origin, which has no blanks.</remarks>
internal sealed record DepositPromise(string Origin, string Id, string Stream, long Sequence, string Leaf, DateTimeOffset ReceivedAt, DateTimeOffset By)
{
    public const string FirstLine = "zhuangjin deposit promise v1";

    private const string Instant = "yyyy-MM-ddTHH:mm:ss.ffffffzzz";

    public string Text => $"{FirstLine}\nlog {Origin}\ndeposit {Id}\nstream {Stream}\nsequence {Sequence}\nentry {Leaf}\nreceived {Spell(ReceivedAt)}\nin the log by {Spell(By)}\n";

    /// <exception cref="FormatException">Not the text of a promise.</exception>
    public static DepositPromise Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != 9 || lines[0] != FirstLine || !long.TryParse(After(lines[4], "sequence "), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            throw new FormatException($"Not a promise: the first line is not '{FirstLine}', or lines are missing.");
        }
        var promise = new DepositPromise(After(lines[1], "log "), After(lines[2], "deposit "), After(lines[3], "stream "), sequence, After(lines[5], "entry "), Read(After(lines[6], "received ")), Read(After(lines[7], "in the log by ")));
        return promise.Text == text ? promise : throw new FormatException("The promise is not spelled as it is signed.");
    }

    private static string Spell(DateTimeOffset at) => at.ToChina().ToString(Instant, CultureInfo.InvariantCulture);

    private static DateTimeOffset Read(string text) => DateTimeOffset.ParseExact(text, Instant, CultureInfo.InvariantCulture);

    private static string After(string line, string word) => line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : throw new FormatException($"The promise has no line '{word.TrimEnd()}'.");
}

/// <summary>A deposit as it is stored.</summary>
/// <param name="Entry">The bytes in the log.</param>
/// <param name="Place">Null while it is not sealed.</param>
internal sealed record StoredDeposit(string Id, string Organisation, string Scene, string Kind, long Sequence, long? Size, DateTimeOffset At, DateTimeOffset PromisedBy, byte[] Entry, long? Place)
{
    /// <summary>The receipt: the same at every asking, but for the proof's state.</summary>
    public DepositReceipt Receipt(INoteSigner key, DateTimeOffset now)
    {
        var stream = Recording.DepositStreams.Of(Organisation, Scene);
        var leaf = Convert.ToBase64String(Sha256TreeHash.Instance.Leaf(Entry));
        var promise = new DepositPromise(key.Verifier.Name, Id, stream, Sequence, leaf, At, PromisedBy);
        var state = Place is not null ? DepositProof.Sealed : PromisedBy < now ? DepositProof.Overdue : DepositProof.Recorded;
        return new(
            DepositReceipt.FormatName,
            DepositReceipt.ThisVersion,
            Id,
            Organisation,
            Scene,
            Kind,
            stream,
            Sequence,
            At,
            CanonicalJson.Strict.GetString(Entry),
            leaf,
            key.Sign(promise.Text).ToString(),
            key.Verifier.ToString(),
            new(state, Place, $"/log/proof/{Id}.tlog-proof"),
            Recording.DepositJudgement.WarningsOf(Kind, Size));
    }
}
