using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.Notices.Preferences;

/// <summary>Keeps addresses, numbers and the secrets of subscriptions.</summary>
internal sealed class AddressBox(IKeyVault vault) : SecretBox(vault, "notices.addresses");
