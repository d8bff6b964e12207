using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Cases;

/// <summary>Manifest of the Cases engine.</summary>
public sealed class CasesModule : IModule
{
    public string Name => "cases";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }
}
