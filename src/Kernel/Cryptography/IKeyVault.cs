namespace Zhuangjin.Kernel.Cryptography;

/// <summary>Private keys at rest: kept in the database, each wrapped with SM4-GCM under the installation's master key.</summary>
/// <remarks>One who has the database alone, or a backup of it, has no key. All nodes of an installation get the same key for a name.</remarks>
public interface IKeyVault
{
    /// <summary>The secret of this name; made by <paramref name="create"/> and stored when there is none. When two nodes make it at once, both get the first one's.</summary>
    /// <param name="name">Lasting name, the module first: "evidence.log", "certificates.issuer".</param>
    /// <param name="create">Makes the secret: raw key bytes, PKCS#8, or what else the asker understands.</param>
    /// <exception cref="InvalidOperationException">The stored secret was wrapped under another master key; the message says what to do.</exception>
    Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> create, CancellationToken cancel = default);

    /// <summary>The secret of this name, or null.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="GetOrCreateAsync"/>.</exception>
    Task<byte[]?> FindAsync(string name, CancellationToken cancel = default);
}
