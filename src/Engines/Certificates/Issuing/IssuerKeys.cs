using System.Collections.Concurrent;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Certificates.Issuing;

/// <summary>The SM2 keys of issuing organisations. Private keys lie in the vault and are made when an organisation first issues.</summary>
/// <remarks>Public keys are always derived from the vault, never read from a table: who can write rows cannot plant a key.</remarks>
internal sealed class IssuerKeys(IKeyVault vault)
{
    private readonly ConcurrentDictionary<string, IssuerKey> _known = new(StringComparer.Ordinal);

    public async ValueTask<IssuerKey> OfAsync(string organisationId, CancellationToken cancel) =>
        _known.TryGetValue(organisationId, out var known)
            ? known
            : _known[organisationId] = new(Sm2PrivateKey.FromPkcs8(await vault.GetOrCreateAsync(Name(organisationId), () => Sm2PrivateKey.Generate().ToPkcs8(), cancel)));

    /// <summary>The key of an organisation that has issued before; null otherwise.</summary>
    public async ValueTask<IssuerKey?> FindAsync(string organisationId, CancellationToken cancel)
    {
        if (_known.TryGetValue(organisationId, out var known))
        {
            return known;
        }
        return await vault.FindAsync(Name(organisationId), cancel) is { } secret
            ? _known[organisationId] = new(Sm2PrivateKey.FromPkcs8(secret))
            : null;
    }

    private static string Name(string organisationId) => "certificates/sm2/" + organisationId;
}

/// <summary>A key pair of an issuer.</summary>
internal sealed class IssuerKey(Sm2PrivateKey key)
{
    public Sm2PublicKey PublicKey { get; } = key.PublicKey;

    /// <summary>Beginning of the SM3 digest of the public key (SubjectPublicKeyInfo), 16 hexadecimal digits.</summary>
    public string Id { get; } = Convert.ToHexStringLower(Sm3.Hash(key.PublicKey.ToSpki()).AsSpan(0, 8));

    /// <summary>SM2 with SM3 and the common signer's identity, DER.</summary>
    public byte[] Sign(ReadOnlySpan<byte> content) => key.Sign(content);
}
