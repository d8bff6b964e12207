using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>The log's signing key, once the start has found it, and its predecessors while they sign beside it.</summary>
internal sealed class LogKey(TimeProvider? time = null)
{
    private sealed record Ring(INoteSigner Current, IReadOnlyList<(INoteSigner Key, DateTimeOffset Until)> Beside);

    private Ring? _ring;

    private Ring Open() => Volatile.Read(ref _ring) ?? throw new InvalidOperationException("The log has not been opened yet.");

    /// <summary>Signs with the current key and, for as long as they overlap, its predecessors.</summary>
    public INoteSigner Note => SignerOf(Open());

    public VerifierKey Verifier => Open().Current.Verifier;

    public void Open(INoteSigner key) => Open(key, []);

    /// <param name="beside">Keys that sign too, each up to an instant.</param>
    public void Open(INoteSigner key, IReadOnlyList<(INoteSigner Key, DateTimeOffset Until)> beside) => Volatile.Write(ref _ring, new(key, beside));

    private INoteSigner SignerOf(Ring ring)
    {
        var now = (time ?? TimeProvider.System).GetUtcNow();
        var beside = ring.Beside.Where(b => b.Until > now).Select(b => b.Key).ToList();
        return beside.Count == 0 ? ring.Current : new SeveralSigners(ring.Current, beside);
    }

    private sealed class SeveralSigners(INoteSigner first, IReadOnlyList<INoteSigner> others) : INoteSigner
    {
        public VerifierKey Verifier => first.Verifier;

        public SignedNote Sign(string text) => new(text, [.. first.Sign(text).Signatures, .. others.SelectMany(o => o.Sign(text).Signatures)]);
    }
}
