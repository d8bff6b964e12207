using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.Sealing;

/// <summary>The log's signing key, once the start has found it.</summary>
internal sealed class LogKey
{
    private NoteKey? _key;

    public NoteKey Note => _key ?? throw new InvalidOperationException("The log has not been opened yet.");

    public VerifierKey Verifier => Note.Verifier;

    public void Open(NoteKey key) => _key = key;
}
