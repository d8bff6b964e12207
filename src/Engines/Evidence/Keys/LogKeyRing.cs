using Zhuangjin.Evidence.Notes;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Keys;

/// <summary>Brings the signing keys of this node up to what the database says: at start, and whenever a rotation takes effect.</summary>
internal sealed class LogKeyRing(IDatabase database, IKeyVault vault, LogKey key)
{
    /// <exception cref="InvalidDataException">The vault lacks the current key, or holds another one under its name.</exception>
    public async Task LoadAsync(CancellationToken cancel)
    {
        var (state, known) = await database.ReadAsync(
            async session =>
            {
                var found = await LogState.LoadAsync(session) ?? throw new InvalidOperationException("The log has not been created.");
                return (found, await KnownKeys.LoadAsync(session, found));
            },
            cancel);
        var current = await ReadAsync(known.Find(state.Verifier) ?? throw Broken($"its row names the key '{state.Verifier}', which is not among its keys. Run 'zj fsck'"), cancel);
        var beside = new List<(INoteSigner, DateTimeOffset)>();
        foreach (var row in known.Rows.Where(r => r.Verifier != state.Verifier && r.FromSize is not null && r.OverlapUntil is not null && VerifierKey.Parse(r.Verifier).Name == current.Verifier.Name))
        {
            beside.Add((await ReadAsync(row, cancel), row.OverlapUntil!.Value));
        }
        key.Open(current, beside);
    }

    private async Task<NoteKey> ReadAsync(KeyRow row, CancellationToken cancel)
    {
        var seed = await vault.FindAsync(row.Secret, cancel) ?? throw Broken("the signing key is not in the key vault. Restore the database whole, with the table of secrets");
        var found = new NoteKey(VerifierKey.Parse(row.Verifier).Name, seed);
        return found.Verifier.ToString() == row.Verifier
            ? found
            : throw Broken($"the signing key belongs to '{found.Verifier}', but the log is signed with '{row.Verifier}'. Restore the secrets that belong to this database");
    }

    private static InvalidDataException Broken(string reason) => new($"The evidence log cannot be continued: {reason}.");
}
