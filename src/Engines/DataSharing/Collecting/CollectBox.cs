using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.DataSharing.Collecting;

/// <summary>Keeps whom a collection is about and what was answered.</summary>
internal sealed class CollectBox(IKeyVault vault) : SecretBox(vault, "sharing.collecting");
