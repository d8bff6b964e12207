using System.Security.Cryptography;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Kernel.Storage;

namespace Zhuangjin.Evidence.Erasing;

/// <summary>Finds at start the secret that wraps the keys of subjects, before anything is recorded.</summary>
internal sealed class SubjectKeysOpening(IDatabase database, IKeyVault vault, SubjectKeys keys) : IStartUp
{
    /// <summary>Its name in the key vault.</summary>
    public const string Secret = "evidence.subjects";

    public int Order => 50;

    public async Task StartAsync(CancellationToken cancel)
    {
        var secret = await vault.FindAsync(Secret, cancel);
        if (secret is null && await database.ReadAsync(session => session.FirstAsync("select 1 from evidence_subject_key where wrapped is not null limit 1", _ => true), cancel))
        {
            throw new InvalidDataException("The private values of the evidence log cannot be opened: the secret that wraps their keys is not in the key vault. Restore the database whole, with the table of secrets.");
        }
        keys.Open(secret ?? await vault.GetOrCreateAsync(Secret, () => RandomNumberGenerator.GetBytes(32), cancel));
    }
}
