using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Kernel.Cryptography;

/// <summary>Keeps texts unreadable at rest: SM4-GCM under a key of the vault. Each engine has a box of its own for each purpose, by deriving from this one.</summary>
/// <param name="name">Lasting name of the key, the module first: "notices.addresses".</param>
public abstract class SecretBox(IKeyVault vault, string name) : IStartUp
{
    private byte[]? _key;

    public int Order => 45;

    private byte[] Key => _key ?? throw new InvalidOperationException($"The key {name} is read at the start.");

    public async Task StartAsync(CancellationToken cancel) => _key = await vault.GetOrCreateAsync(name, () => RandomNumberGenerator.GetBytes(16), cancel);

    public string Seal(string text)
    {
        var nonce = RandomNumberGenerator.GetBytes(Sm4.NonceLength);
        return Convert.ToBase64String([.. nonce, .. Sm4.EncryptGcm(Key, nonce, Encoding.UTF8.GetBytes(text))]);
    }

    /// <exception cref="CryptographicException">It was sealed under another key, or changed.</exception>
    public string Open(string closed)
    {
        var bytes = Convert.FromBase64String(closed);
        return Encoding.UTF8.GetString(Sm4.DecryptGcm(Key, bytes.AsSpan(0, Sm4.NonceLength), bytes.AsSpan(Sm4.NonceLength)));
    }
}
