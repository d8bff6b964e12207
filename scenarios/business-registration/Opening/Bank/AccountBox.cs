using Zhuangjin.Kernel.Cryptography;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;

/// <summary>Keeps numbers of accounts unreadable at rest.</summary>
internal sealed class AccountBox(IKeyVault vault) : SecretBox(vault, "registration.accounts")
{
    private const string Mark = "sealed:";

    public string Close(string account) => Mark + Seal(account);

    /// <summary>The account; what an earlier version kept as plain text is given as it is.</summary>
    public string Read(string kept) => IsClosed(kept) ? Open(kept[Mark.Length..]) : kept;

    public static bool IsClosed(string kept) => kept.StartsWith(Mark, StringComparison.Ordinal);
}

/// <summary>Seals the accounts that an earlier version kept as plain text, once at the start.</summary>
internal sealed class AccountSealing(OpeningRegister register) : IStartUp
{
    public int Order => 60;

    public Task StartAsync(CancellationToken cancel) => register.SealPlainAsync(cancel);
}
