using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.DataSharing.Quality.Remote;

/// <summary>Keeps the addresses of departments' own databases, which hold passwords.</summary>
internal sealed class RemoteBox(IKeyVault vault) : SecretBox(vault, "sharing.remote-tables");
