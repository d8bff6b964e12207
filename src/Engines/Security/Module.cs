using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Zhuangjin.Kernel.Modules;

namespace Zhuangjin.Security;

/// <summary>Manifest of the Security engine.</summary>
public sealed class SecurityModule : IModule
{
    public string Name => "security";

    public void AddServices(IServiceCollection services, ModuleSettings settings)
    {
    }

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
    }
}
