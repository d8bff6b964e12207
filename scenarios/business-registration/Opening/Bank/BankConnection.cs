using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Cases.Contracts;
using Zhuangjin.Kernel.Faults;
using Zhuangjin.Kernel.Modules;
using Zhuangjin.Notices.Contracts;
using Zhuangjin.Scenarios.BusinessRegistration.PackTables;
using Zhuangjin.Security.Contracts;

namespace Zhuangjin.Scenarios.BusinessRegistration.Opening.Bank;

/// <summary>A bank to which licences are pushed: settings <c>Banks:{bank}:Address</c> and <c>Banks:{bank}:Secret</c>, at least 16 characters. It answers
/// <c>{"account":"…"}</c>, and the same account for the same <c>webhook-id</c>. The demo has banks of its own.</summary>
internal sealed class BankConnection : IPostReceiver
{
    private const int LongestAccount = 34;

    /// <summary>Key under which the demo's own banks are posted to; of this process alone.</summary>
    internal static readonly byte[] DemoSecret = RandomNumberGenerator.GetBytes(32);

    private readonly IServiceProvider _services;

    public BankConnection(string name, IServiceProvider services)
    {
        (Name, _services) = (name, services);
        var (configuration, settings) = (services.GetRequiredService<IConfiguration>(), services.GetRequiredService<ModuleSettings>());
        if (configuration[$"Banks:{name}:Address"] is not { Length: > 0 } text)
        {
            (Address, Secret) = (settings.Demo ? new Uri(settings.PublicAddress, DemoBank.Root + "/" + name) : null, DemoSecret);
            return;
        }
        (Address, Secret) = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && configuration[$"Banks:{name}:Secret"] is { Length: >= 16 } secret
            ? (address, Encoding.UTF8.GetBytes(secret))
            : throw new InvalidOperationException($"Banks:{name}:Address takes an http or https address, and Banks:{name}:Secret at least 16 characters. Mend the settings and start again.");
    }

    private static readonly Lazy<IReadOnlyList<string>> Table = new(() => [.. PackTable.Read("banks.csv", "机构职能").Select(l => l.Cells[0])]);

    /// <summary>Functions of the banks' organisations: tables/banks.csv.</summary>
    public static IReadOnlyList<string> Names => Table.Value;

    public string Name { get; }

    public Uri? Address { get; }

    public byte[] Secret { get; }

    public async Task AnsweredAsync(string key, string answer, CancellationToken cancel = default)
    {
        var account = AccountOf(answer);
        var register = _services.GetRequiredService<OpeningRegister>();
        await register.AccountAsync(key, account, _services.GetRequiredService<TimeProvider>().GetUtcNow(), cancel);
        var opened = await register.FindAsync(key, cancel);
        if (opened is null || _services.GetRequiredService<IOrganisations>().All.FirstOrDefault(o => o.Path == opened.BankPath) is not { } bank)
        {
            return;
        }
        // The bank answers by its system: that is its office's answer to the item.
        var actor = new Actor(bank.Id, bank.Name.In("zh"), [new(bank.Id, bank.Path, Roles.Reviewer)], []);
        try
        {
            await _services.GetRequiredService<ICases>().ExecuteAsync(actor, key, new AgreeItem("bank", "账户已开立：" + opened.Masked), idempotencyKey: "bank/" + key, cancel: cancel);
        }
        catch (ConflictException)
        {
            // A clerk of the bank was quicker; the account stands all the same.
        }
    }

    /// <exception cref="FormatException">Not the agreed answer.</exception>
    internal static string AccountOf(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("account", out var account) && account.ValueKind == JsonValueKind.String
                && account.GetString() is { Length: >= 6 and <= LongestAccount } number && number.All(char.IsAsciiLetterOrDigit)
                ? number
                : throw new FormatException("\"account\" with 6 to 34 letters and digits is missing");
        }
        catch (JsonException trouble)
        {
            throw new FormatException("no JSON", trouble);
        }
    }
}
