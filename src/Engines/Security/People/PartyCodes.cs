using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Security.People;

/// <summary>Keeps parties' codes (identity numbers, social credit codes) unreadable at rest: sealed with SM4-GCM, found by a keyed SM3 digest.</summary>
internal sealed class PartyCodes(IKeyVault vault)
{
    private byte[]? _key;

    public async ValueTask PrepareAsync(CancellationToken cancel) =>
        _key ??= await vault.GetOrCreateAsync("security.party-codes", () => RandomNumberGenerator.GetBytes(48), cancel);

    private byte[] Key => _key ?? throw new InvalidOperationException("The key of the parties' codes is read at the start.");

    public string Digest(string code) => Convert.ToHexStringLower(Sm3.Hmac(Key.AsSpan(16), Encoding.UTF8.GetBytes(code)));

    public string Seal(string code)
    {
        var nonce = RandomNumberGenerator.GetBytes(Sm4.NonceLength);
        return Convert.ToBase64String([.. nonce, .. Sm4.EncryptGcm(Key.AsSpan(0, 16), nonce, Encoding.UTF8.GetBytes(code))]);
    }

    public string Open(string sealed_)
    {
        var bytes = Convert.FromBase64String(sealed_);
        return Encoding.UTF8.GetString(Sm4.DecryptGcm(Key.AsSpan(0, 16), bytes.AsSpan(0, Sm4.NonceLength), bytes.AsSpan(Sm4.NonceLength)));
    }
}
