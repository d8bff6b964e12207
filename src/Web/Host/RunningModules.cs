using Microsoft.Extensions.Configuration;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Web.Host;

/// <summary>The engines, and the scenarios that this node has switched on.</summary>
internal sealed record RunningModules(IReadOnlyList<IModule> All)
{
    /// <summary>The setting <c>Scenarios</c>: names with commas between them; null when it is not set.</summary>
    public static IReadOnlyCollection<string>? Setting(IConfiguration configuration) =>
        configuration["Scenarios"]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
