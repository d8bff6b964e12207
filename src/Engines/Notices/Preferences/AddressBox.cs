using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Notices.Preferences;

/// <summary>Keeps addresses, numbers and the secrets of subscriptions unreadable at rest: SM4-GCM under a key of the vault.</summary>
internal sealed class AddressBox(IKeyVault vault) : IStartUp
{
    private byte[]? _key;

    public int Order => 45;

    public async Task StartAsync(CancellationToken cancel) => _key = await vault.GetOrCreateAsync("notices.addresses", () => RandomNumberGenerator.GetBytes(16), cancel);

    private byte[] Key => _key ?? throw new InvalidOperationException("The key of the addresses is read at the start.");

    public string Seal(string text)
    {
        var nonce = RandomNumberGenerator.GetBytes(Sm4.NonceLength);
        return Convert.ToBase64String([.. nonce, .. Sm4.EncryptGcm(Key, nonce, Encoding.UTF8.GetBytes(text))]);
    }

    public string Open(string closed)
    {
        var bytes = Convert.FromBase64String(closed);
        return Encoding.UTF8.GetString(Sm4.DecryptGcm(Key, bytes.AsSpan(0, Sm4.NonceLength), bytes.AsSpan(Sm4.NonceLength)));
    }
}
