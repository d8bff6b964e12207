using System.Security.Cryptography;
using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.DataSharing.Sharing.Grants;

/// <summary>The vault's keys under which pseudonyms and marks of single grants are made.</summary>
internal sealed class GrantKeys(IKeyVault vault) : IStartUp
{
    private byte[]? _pseudonyms;
    private byte[]? _marks;

    public int Order => 45;

    public byte[] Pseudonyms => _pseudonyms ?? throw NotYet();

    public byte[] Marks => _marks ?? throw NotYet();

    public async Task StartAsync(CancellationToken cancel)
    {
        _pseudonyms = await vault.GetOrCreateAsync("sharing.pseudonyms", () => RandomNumberGenerator.GetBytes(32), cancel);
        _marks = await vault.GetOrCreateAsync("sharing.marks", () => RandomNumberGenerator.GetBytes(32), cancel);
    }

    private static InvalidOperationException NotYet() => new("The keys of grants are read at the start.");
}
