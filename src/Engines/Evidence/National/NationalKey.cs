using Zhuangjin.Evidence.Notes;

namespace Zhuangjin.Evidence.National;

/// <summary>The SM2 key that signs the national tree, once the start has found it.</summary>
internal sealed class NationalKey
{
    private Sm2NoteKey? _key;

    public Sm2NoteKey Note => _key ?? throw new InvalidOperationException("The national log has not been opened yet.");

    public VerifierKey Verifier => Note.Verifier;

    public void Open(Sm2NoteKey key) => _key = key;
}
