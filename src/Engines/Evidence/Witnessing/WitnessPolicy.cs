using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Evidence.Sealing;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Evidence.Witnessing;

/// <summary>This log's policy: the file that the setting <c>Evidence:WitnessPolicy</c> names, or "witness-policy" in the data folder. Without either the log has no witnesses.</summary>
/// <remarks>Read once, when the program starts; a wrong line stops the start, for a log that seems to be witnessed and is not deceives everybody.</remarks>
internal sealed class WitnessPolicy
{
    public const string FileName = "witness-policy";

    private WitnessPolicy(TrustPolicy? policy) => Policy = policy;

    public TrustPolicy? Policy { get; private set; }

    public static readonly WitnessPolicy None = new(null);

    public static WitnessPolicy Of(TrustPolicy policy) => new(policy);

    public static WitnessPolicy Of(IServiceProvider services, ModuleSettings settings)
    {
        var named = services.GetService<IConfiguration>()?["Evidence:WitnessPolicy"];
        var path = string.IsNullOrEmpty(named) ? Path.Combine(settings.DataDirectory, FileName) : named;
        if (File.Exists(path))
        {
            return new(TrustPolicy.Parse(File.ReadAllBytes(path), path));
        }
        return string.IsNullOrEmpty(named) ? new(null) : throw new InvalidDataException($"The setting Evidence:WitnessPolicy names '{named}', and there is no such file. Correct the path, or remove the setting.");
    }

    /// <summary>True when the witnesses are the invented ones of the demonstration.</summary>
    public bool IsDemonstration { get; private set; }

    /// <summary>Takes the demonstration's witnesses, which start after the program.</summary>
    public void TakeDemonstration(TrustPolicy policy) => (Policy, IsDemonstration) = (policy, true);
}

/// <summary>Reads the policy at the start, so that its faults are told then, and holds it against the log's key.</summary>
internal sealed class WitnessPolicyOpening(WitnessPolicy policy, LogKey key) : IStartUp
{
    /// <summary>After the log itself.</summary>
    public int Order => 150;

    public Task StartAsync(CancellationToken cancel) => policy.Policy is { Logs.Count: > 0 } named && named.Logs.All(l => l.Key.Name != key.Verifier.Name)
        ? throw new InvalidDataException($"The witness policy names other logs than this one. Remove its 'log' lines, or add: log {key.Verifier}")
        : Task.CompletedTask;
}
