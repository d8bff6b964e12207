using Zhuangjin.Kernel.Cryptography;

namespace Zhuangjin.DataSharing.Asking.Corrections;

/// <summary>Keeps the values and people of corrections.</summary>
internal sealed class CorrectionBox(IKeyVault vault) : SecretBox(vault, "sharing.corrections");
