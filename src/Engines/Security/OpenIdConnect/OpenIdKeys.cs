using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Security.OpenIdConnect;

/// <summary>The keys of tokens: one to sign (ECDSA P-256, published in the key set) and one to encrypt what only this installation reads. All nodes have the same.</summary>
internal sealed class OpenIdKeys(IKeyVault vault) : IStartUp
{
    private byte[]? _signing;
    private byte[]? _encryption;

    public int Order => 115;

    /// <summary>Reads bytes only; the key objects are made when the first token is asked for.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        _signing = await vault.GetOrCreateAsync("security.openid-signing", NewSigningKey, cancel);
        _encryption = await vault.GetOrCreateAsync("security.openid-encryption", () => RandomNumberGenerator.GetBytes(32), cancel);
    }

    public ECDsaSecurityKey SigningKey()
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(_signing ?? throw new InvalidOperationException("The keys of tokens are read at the start."), out _);
        // The same key has the same name on every node, so that clients that keep the key set find it.
        var name = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
        return new ECDsaSecurityKey(key) { KeyId = name };
    }

    public SymmetricSecurityKey EncryptionKey() => new(_encryption ?? throw new InvalidOperationException("The keys of tokens are read at the start."));

    private static byte[] NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
