using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Evidence;

/// <summary>Manifest of the Evidence engine.</summary>
public sealed class EvidenceModule : IModule
{
    public string Name => "evidence";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }
}
