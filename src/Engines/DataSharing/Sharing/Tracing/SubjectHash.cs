using System.Security.Cryptography;
using System.Text;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Sharing.Tracing;

/// <summary>Names people and enterprises in the log without telling who they are: HMAC-SHA-256 under a key of the vault, the first 16 bytes.</summary>
/// <remarks>Identity numbers are few enough to try all of them, so a hash without a key would be no secret.</remarks>
internal sealed class SubjectHash(IKeyVault vault) : IStartUp
{
    private byte[]? _key;

    public int Order => 45;

    public async Task StartAsync(CancellationToken cancel) => _key = await vault.GetOrCreateAsync("sharing.subjects", () => RandomNumberGenerator.GetBytes(32), cancel);

    /// <param name="code">Identity number or unified social credit code; blanks and the case of letters do not matter.</param>
    public string Of(string code)
    {
        var key = _key ?? throw new InvalidOperationException("The key of the subjects is read at the start.");
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant()), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
